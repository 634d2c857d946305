package org.bactrian.edge.publisher.message;

import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.bactrian.edge.publisher.group.PublishedField;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Log and count of values that no message could contain: each value is counted, each node logged
 * once.
 */
final class DroppedValueLog {

  private static final Logger LOG = LoggerFactory.getLogger(NetworkMessageEncoder.class);

  private final String group;
  private final AtomicLong count = new AtomicLong();
  private final Set<String> named = new HashSet<>();

  DroppedValueLog(String group) {
    this.group = group;
  }

  /** Values dropped so far; may be read by any thread. */
  long count() {
    return count.get();
  }

  /** Notes a value that no message has room for. */
  void tooLarge(PublishedField field, int size, int limit) {
    note(
        field,
        size + " bytes of JSON, more than a message of at most " + limit + " bytes has room for",
        "Raise MaxMessageSize if the transport takes it, or publish a part of the value.");
  }

  /** Notes a field that the user added and that no message has room for. */
  void extensionTooLarge(DataSetMessage message, int size, int limit) {
    count.incrementAndGet();
    if (named.add("extension " + message.writer().name())) {
      LOG.error(
          "WriterGroup {}, DataSetWriter {}: an extension field has {} bytes of JSON, more than a"
              + " message of at most {} bytes has room for. It is left out. Shorten it.",
          group,
          message.writer().name(),
          size,
          limit);
    }
  }

  /** Notes a value that has no JSON. */
  void unwritable(PublishedField field, Exception cause) {
    note(field, "no JSON: " + cause.getMessage(), "Publish its parts instead.");
  }

  /** Notes a message without values whose header alone is too large. */
  void headerTooLarge(DataSetMessage message, int limit) {
    count.incrementAndGet();
    if (named.add("writer " + message.writer().name())) {
      LOG.error(
          "WriterGroup {}, DataSetWriter {}: the header alone is larger than {} bytes, the message"
              + " is dropped. Raise MaxMessageSize.",
          group,
          message.writer().name(),
          limit);
    }
  }

  private void note(PublishedField field, String what, String remedy) {
    count.incrementAndGet();
    if (named.add(field.nodeId())) {
      LOG.error(
          "WriterGroup {}, node {} ({}): its value is {}. It is dropped, other values are sent;"
              + " further values of this node are dropped without a word and counted. {}",
          group,
          field.nodeId(),
          field.name(),
          what,
          remedy);
    }
  }
}
