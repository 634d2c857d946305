package org.bactrian.web.signalr;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bactrian.model.json.JsonTrees;
import org.bactrian.web.stream.StreamClosure;

/**
 * Records of SignalR's JSON hub protocol: JSON objects that the character U+001E ends. Takes the
 * text of a client apart, which need not be split where records are. Used by one thread at a time.
 */
final class HubRecords {

  /** Largest record of a client in characters; clients of these hubs send next to nothing. */
  static final int MAX_RECORD = 16 * 1024;

  static final String PING = "{\"type\":6}\u001e";
  static final String HANDSHAKE_DONE = "{}\u001e";

  private static final char END = '\u001e';

  private final StringBuilder unfinished = new StringBuilder();

  /** Refusal of text that is no record; the message says why. */
  static final class HubRecordException extends Exception {

    private static final long serialVersionUID = 1L;

    HubRecordException(String message) {
      super(message);
    }
  }

  /**
   * Takes text of a client.
   *
   * @return the records that end in it
   * @throws HubRecordException when a record is too large, or no JSON object
   */
  List<JsonNode> take(String text) throws HubRecordException {
    List<JsonNode> records = new ArrayList<>();
    int from = 0;
    for (int end = text.indexOf(END); end >= 0; end = text.indexOf(END, from)) {
      append(text, from, end);
      records.add(read(unfinished.toString()));
      unfinished.setLength(0);
      from = end + 1;
    }
    append(text, from, text.length());
    return records;
  }

  private void append(String text, int from, int end) throws HubRecordException {
    if (unfinished.length() + end - from > MAX_RECORD) {
      throw new HubRecordException(
          "A record is longer than "
              + MAX_RECORD
              + " characters, or does not end with the character U+001E.");
    }
    unfinished.append(text, from, end);
  }

  private static JsonNode read(String record) throws HubRecordException {
    try {
      JsonNode json = JsonTrees.JSON.readTree(record);
      if (json.isObject()) {
        return json;
      }
    } catch (JsonProcessingException e) {
      throw unreadable(e.getOriginalMessage());
    }
    throw unreadable("it is something else");
  }

  private static HubRecordException unreadable(String why) {
    return new HubRecordException("A record has to be a JSON object: " + why + ".");
  }

  /** Refusal of a handshake; empty for one that is accepted. */
  static Optional<String> handshakeFault(JsonNode handshake) {
    String protocol = handshake.path("protocol").asText("");
    int version = handshake.path("version").asInt(0);
    if (!protocol.equals("json")) {
      return Optional.of("The hub speaks the protocol json and no other.");
    }
    return version < 1 || version > 2
        ? Optional.of("The hub speaks version 1 and 2 of the protocol json.")
        : Optional.empty();
  }

  static String handshakeRefused(String error) {
    return JsonTrees.JSON.createObjectNode().put("error", error).toString() + END;
  }

  /** Answer to the call of a method, none of which the hubs have. */
  static String noSuchMethod(String invocationId) {
    return JsonTrees.JSON
            .createObjectNode()
            .put("type", 3)
            .put("invocationId", invocationId)
            .put("error", "The hub has no methods: it only sends.")
            .toString()
        + END;
  }

  static String close(StreamClosure closure) {
    ObjectNode record = JsonTrees.JSON.createObjectNode();
    record.put("type", 7).put("error", closure.reason());
    if (closure.mayReconnect()) {
      record.put("allowReconnect", true);
    }
    return record.toString() + END;
  }
}
