package org.bactrian.edge.publisher.message;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.bactrian.edge.publisher.group.DataSetWriter;
import org.bactrian.edge.publisher.group.WriterGroup;
import org.bactrian.model.json.JsonTrees;
import org.bactrian.opcua.subscription.NotificationGap;

/**
 * Message that tells for which time values of a DataSetWriter may be missing: a JSON object with
 * {@code MessageId}, {@code MessageType} ({@value #MESSAGE_TYPE}), {@code PublisherId}, {@code
 * DataSetWriterGroup}, {@code DataSetWriterName}, {@code EndpointUrl}, {@code Cause} ({@code
 * Recreated}, {@code Sequence}, {@code Overflow}, {@code Expired}), {@code Since} where it is
 * known, {@code Until}, {@code Detail}, and empty {@code Messages}, so that it reads as a
 * NetworkMessage without values.
 */
public final class GapMessage {

  /** Its type, in the body and beside it. */
  public static final String MESSAGE_TYPE = "gap";

  /** Its schema in application properties, by which consumers of values leave it out. */
  public static final String SCHEMA = "application/x-gap-message-json-v1";

  private GapMessage() {}

  /** Encodes a gap of a writer. */
  public static NetworkMessage of(
      WriterGroup group, DataSetWriter writer, DataSetSource source, NotificationGap gap) {
    String id = UUID.randomUUID().toString();
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    body.put("MessageId", id);
    body.put("MessageType", MESSAGE_TYPE);
    body.put("PublisherId", group.publisherId());
    body.put("DataSetWriterGroup", group.name());
    body.put("DataSetWriterName", writer.name());
    body.put("EndpointUrl", writer.endpointUrl());
    String cause = gap.cause().name();
    body.put("Cause", cause.charAt(0) + cause.substring(1).toLowerCase(Locale.ROOT));
    Instant since = gap.since();
    if (since != null) {
      body.put("Since", since.toString());
    }
    body.put("Until", gap.until().toString());
    body.put("Detail", gap.detail());
    body.putArray("Messages");
    MessageProperties properties = new MessageProperties(group, SCHEMA, true);
    return NetworkMessageBuilder.builder()
        .body(bytes(body))
        .messageId(id)
        .contentType(MessageProperties.CONTENT_TYPE)
        .contentEncoding(MessageProperties.CONTENT_ENCODING)
        .messageType(MESSAGE_TYPE)
        .writers(List.of(writer.name()))
        .properties(properties.of(id, properties.event(writer, source, "Gap", ""), 0, gap.until()))
        .subtopic("")
        .build();
  }

  private static byte[] bytes(ObjectNode body) {
    try {
      return JsonTrees.JSON.writeValueAsBytes(body);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }
}
