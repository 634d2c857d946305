package org.bactrian.edge.publisher.message;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** Assembles encoded messages into bodies, none larger than the limit. Not thread-safe. */
final class BodyAssembler {

  private static final int MESSAGE_ID_LENGTH = 36;

  /** DataSetMessages of any kind (Part 14, 7.2.5.3). */
  private static final String MESSAGE_TYPE = "ua-data";

  private static final String CONTENT_TYPE = "application/json";
  private static final String CONTENT_ENCODING = "utf-8";

  private final MessageLayout layout;
  private final HeaderWriter envelope;
  private final int largestCount;
  private final int limit;
  private final Map<String, String> properties;
  private final ByteSink body = new ByteSink(64 * 1024);

  private List<NetworkMessage> finished = new ArrayList<>();
  private Set<String> writers = new LinkedHashSet<>();
  private boolean open;
  private String messageId = "";
  private String dataSetClassId = "";
  private int messages;
  private int values;

  /**
   * @param envelope used by this alone
   * @param largestCount messages that may share a body
   * @param limit largest NetworkMessage in bytes with its properties
   * @param properties application properties of each NetworkMessage but those that name it
   */
  BodyAssembler(
      MessageLayout layout,
      HeaderWriter envelope,
      int largestCount,
      int limit,
      Map<String, String> properties) {
    this.layout = layout;
    this.envelope = envelope;
    this.largestCount = layout.envelope() == MessageLayout.Envelope.NONE ? 1 : largestCount;
    this.properties = properties;
    this.limit = limit - sizeOf(properties);
  }

  /** Largest body in bytes. */
  int limit() {
    return limit;
  }

  /** Opens a body unless one is open that takes a further message of that writer. */
  void ready(DataSetMessage message) throws IOException {
    boolean other =
        layout.envelope() == MessageLayout.Envelope.NETWORK_MESSAGE
            && !dataSetClassId.equals(message.writer().dataSetClassId());
    if (open && messages > 0 && (messages >= largestCount || other)) {
      close();
    }
    if (!open) {
      open = true;
      messageId = UUID.randomUUID().toString();
      dataSetClassId = message.writer().dataSetClassId();
      envelope.body(messageId, dataSetClassId);
      envelope.copyPrefix(body);
    }
  }

  /** Returns whether the open body holds no message yet. */
  boolean isEmpty() {
    return messages == 0;
  }

  /** Bytes that a further message may have. */
  int room() {
    return limit - body.size() - envelope.suffixSize() - (messages > 0 ? 1 : 0);
  }

  /** Returns the sink for the next message of a writer, its comma written. */
  ByteSink add(DataSetMessage message, int valueCount) {
    if (messages > 0) {
      body.write(',');
    }
    messages++;
    values += valueCount;
    writers.add(message.writer().name());
    return body;
  }

  /** Closes the open body. */
  void close() {
    if (open && messages > 0) {
      envelope.copySuffix(body);
      Map<String, String> all = new LinkedHashMap<>(properties);
      all.put("iothub-message-id", messageId);
      finished.add(
          new NetworkMessage(
              body.toByteArray(),
              messageId,
              CONTENT_TYPE,
              CONTENT_ENCODING,
              MESSAGE_TYPE,
              List.copyOf(writers),
              all,
              messages,
              values));
    }
    open = false;
    messages = 0;
    values = 0;
    writers = new LinkedHashSet<>();
    body.clear();
  }

  /** Closes the open body and hands over all. */
  List<NetworkMessage> finish() {
    close();
    List<NetworkMessage> all = finished;
    finished = new ArrayList<>();
    return all;
  }

  /** Properties of all NetworkMessages of a layout. */
  static Map<String, String> propertiesOf(MessageLayout layout, String routingInfo) {
    Map<String, String> properties = new LinkedHashMap<>();
    properties.put("$$MessageSchema", layout.schema());
    if (!routingInfo.isEmpty()) {
      properties.put("$$RoutingInfo", routingInfo);
    }
    if (!layout.strict()) {
      properties.put("$$ContentType", CONTENT_TYPE);
      properties.put("$$ContentEncoding", CONTENT_ENCODING);
    }
    properties.put("iothub-message-schema", layout.schema());
    return properties;
  }

  /**
   * Returns the bytes that IoT Hub counts beside the body: application properties, and values of
   * system properties.
   */
  private static int sizeOf(Map<String, String> properties) {
    int size = CONTENT_TYPE.length() + CONTENT_ENCODING.length() + MESSAGE_ID_LENGTH;
    size += "iothub-message-id".length() + MESSAGE_ID_LENGTH;
    for (Map.Entry<String, String> property : properties.entrySet()) {
      size += bytes(property.getKey()) + bytes(property.getValue());
    }
    return size;
  }

  private static int bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }
}
