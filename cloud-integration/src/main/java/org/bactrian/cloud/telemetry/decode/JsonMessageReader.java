package org.bactrian.cloud.telemetry.decode;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.bactrian.iothub.events.HubMessage;

/**
 * Reader of one body in JSON: NetworkMessages, DataSetMessages, data sets or samples, one, several
 * after each other, or an array of them. Which of them an object is shows only at its end, since
 * members may come in any order. Not thread-safe.
 */
final class JsonMessageReader {

  private static final int MAX_DEPTH = 100;

  private static final JsonFactory JSON =
      JsonFactory.builder()
          .streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(MAX_DEPTH).build())
          .build();

  private final JsonParser json;
  private final JsonFieldReader fields;
  private final boolean samples;
  private final BodyParts parts;
  private final DataSetAssembler assembler;
  private final List<DecodedDataSet> found = new ArrayList<>();

  private JsonMessageReader(JsonParser json, boolean samples, HubMessage message, BodyParts parts) {
    TimestampParser times = new TimestampParser();
    this.json = json;
    this.samples = samples;
    this.parts = parts;
    this.fields = new JsonFieldReader(json, times, parts);
    this.assembler = new DataSetAssembler(message, times);
  }

  /**
   * Reads a body.
   *
   * @param samples whether its objects are samples
   * @param message where the body is from
   * @param parts counts what the body holds
   * @throws TelemetryDecodingException when it is no JSON, or none of these
   */
  static List<DecodedDataSet> read(
      byte[] body, boolean samples, HubMessage message, BodyParts parts)
      throws TelemetryDecodingException {
    try (JsonParser json = JSON.createParser(body)) {
      JsonMessageReader reader = new JsonMessageReader(json, samples, message, parts);
      while (json.nextToken() != null) {
        reader.readMessages();
      }
      return reader.found;
    } catch (StreamConstraintsException e) {
      throw new TelemetryDecodingException(
          "The JSON is larger or deeper than what is read: " + e.getOriginalMessage(), e);
    } catch (IOException e) {
      throw new TelemetryDecodingException("The body is no JSON: " + reason(e), e);
    } catch (IllegalArgumentException e) {
      throw new TelemetryDecodingException(
          "A value is not what its place in the message says: " + e.getMessage(), e);
    }
  }

  private static String reason(IOException e) {
    return e instanceof JsonProcessingException syntax
        ? syntax.getOriginalMessage()
        : String.valueOf(e.getMessage());
  }

  private void readMessages() throws IOException, TelemetryDecodingException {
    if (json.currentToken() == JsonToken.START_ARRAY) {
      while (json.nextToken() != JsonToken.END_ARRAY) {
        readMessages();
      }
    } else if (json.currentToken() == JsonToken.START_OBJECT) {
      MessageMembers message = readMessage();
      if (samples) {
        found.add(assembler.sample(requireSample(message)));
      } else if (message.messages != null) {
        found.addAll(assembler.network(message));
      } else if (!message.isMetaData) {
        found.add(assembler.dataSet(message, DataSetAssembler.NO_NETWORK));
      }
    } else {
      throw new TelemetryDecodingException(
          "Instead of messages, which are objects, there is a " + json.currentToken());
    }
  }

  private static MessageMembers requireSample(MessageMembers sample)
      throws TelemetryDecodingException {
    if (sample.member("Value") == null && sample.text("NodeId") == null) {
      throw new TelemetryDecodingException("A sample has neither NodeId nor Value");
    }
    return sample;
  }

  private MessageMembers readMessage() throws IOException, TelemetryDecodingException {
    MessageMembers message = new MessageMembers();
    parts.add(BodyParts.MESSAGE);
    while (json.nextToken() != JsonToken.END_OBJECT) {
      String name = json.currentName();
      JsonToken token = json.nextToken();
      if (!samples && name.equalsIgnoreCase("Messages") && token.isStructStart()) {
        message.messages = readDataSetMessages();
      } else if (!samples && name.equalsIgnoreCase("MetaData") && token == JsonToken.START_OBJECT) {
        message.isMetaData = true;
        json.skipChildren();
      } else if (token == JsonToken.START_OBJECT && isFieldList(name)) {
        message.payload = readFields();
      } else {
        message.fields.add(fields.read(name));
      }
    }
    return message;
  }

  private boolean isFieldList(String name) {
    return name.equalsIgnoreCase(samples ? "ExtensionFields" : "Payload");
  }

  private List<MessageMembers> readDataSetMessages()
      throws IOException, TelemetryDecodingException {
    List<MessageMembers> messages = new ArrayList<>();
    if (json.currentToken() == JsonToken.START_OBJECT) {
      messages.add(readMessage());
      return messages;
    }
    while (json.nextToken() != JsonToken.END_ARRAY) {
      if (json.currentToken() != JsonToken.START_OBJECT) {
        throw new TelemetryDecodingException(
            "Among Messages, which are objects, there is a " + json.currentToken());
      }
      messages.add(readMessage());
    }
    return messages;
  }

  private List<DecodedField> readFields() throws IOException {
    List<DecodedField> list = new ArrayList<>();
    while (json.nextToken() != JsonToken.END_OBJECT) {
      String name = json.currentName();
      json.nextToken();
      list.add(fields.read(name));
    }
    return list;
  }
}
