package org.bactrian.edge.publisher.message;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** Assembles encoded messages into bodies, none larger than the limit. Not thread-safe. */
final class BodyAssembler {

  /** DataSetMessages of any kind (Part 14, 7.2.5.3). */
  private static final String MESSAGE_TYPE = "ua-data";

  private final MessageLayout layout;
  private final HeaderWriter envelope;
  private final int largestCount;
  private final int largestMessage;
  private final MessageProperties properties;
  private final ByteSink body = new ByteSink(64 * 1024);

  private List<NetworkMessage> finished = new ArrayList<>();
  private Set<String> writers = new LinkedHashSet<>();
  private boolean open;
  private String messageId = "";
  private String dataSetClassId = "";
  private String subtopic = "";
  private CloudEvent event;
  private int limit;
  private long firstNumber;
  private Instant firstTime = Instant.EPOCH;
  private int messages;
  private int values;

  /**
   * @param envelope used by this alone
   * @param largestCount messages that may share a body
   * @param largestMessage largest NetworkMessage in bytes with its properties
   * @param properties application properties of the NetworkMessages
   */
  BodyAssembler(
      MessageLayout layout,
      HeaderWriter envelope,
      int largestCount,
      int largestMessage,
      MessageProperties properties) {
    this.layout = layout;
    this.envelope = envelope;
    this.largestCount = layout.envelope() == MessageLayout.MessageEnvelope.NONE ? 1 : largestCount;
    this.properties = properties;
    this.largestMessage = largestMessage;
    this.event = MessageProperties.NO_EVENT;
    this.limit = largestMessage - properties.size(event);
  }

  /** Largest body in bytes. */
  int limit() {
    return limit;
  }

  /** Opens a body unless one is open that takes a further message of that writer. */
  void ready(DataSetMessage message) throws IOException {
    CloudEvent eventOfMessage = properties.event(message);
    String subtopicOfMessage = message.subtopic();
    boolean other =
        layout.envelope() == MessageLayout.MessageEnvelope.NETWORK_MESSAGE
                && !dataSetClassId.equals(message.writer().dataSetClassId())
            || !subtopic.equals(subtopicOfMessage)
            || !event.equals(eventOfMessage);
    // Also one without a message, since that for which it was opened was too large.
    if (open && (messages >= largestCount || other)) {
      close();
    }
    if (!open) {
      open = true;
      subtopic = subtopicOfMessage;
      if (!event.equals(eventOfMessage)) {
        event = eventOfMessage;
        limit = largestMessage - properties.size(event);
      }
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

  /**
   * Returns the sink for the next message of a writer, its comma written.
   *
   * @param number sequence number of the message
   */
  ByteSink add(DataSetMessage message, long number, int valueCount) {
    if (messages > 0) {
      body.write(',');
    } else {
      firstNumber = number;
      firstTime = message.timestamp();
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
      finished.add(
          NetworkMessageBuilder.builder()
              .body(body.toByteArray())
              .messageId(messageId)
              .contentType(MessageProperties.CONTENT_TYPE)
              .contentEncoding(MessageProperties.CONTENT_ENCODING)
              .messageType(MESSAGE_TYPE)
              .writers(List.copyOf(writers))
              .properties(properties.of(messageId, event, firstNumber, firstTime))
              .subtopic(subtopic)
              .messageCount(messages)
              .valueCount(values)
              .build());
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
}
