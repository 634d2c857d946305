package org.bactrian.edge.publisher.group;

import java.util.List;

/**
 * DataSetWriters whose messages leave together (Part 14, 6.2.5).
 *
 * @param id what tells the group from others: a hash of the settings that make it one
 * @param name DataSetWriterGroup of the file
 * @param publisherId who publishes
 * @param format what its NetworkMessages look like
 * @param trigger when they leave
 * @param transport what carries them: the first part of the name of a {@code -telemetry-sink}
 *     kamelet
 * @param delivery topic, guarantee and time of its messages
 * @param writers its writers, in the order of the file
 */
public record WriterGroup(
    String id,
    String name,
    String publisherId,
    MessageFormat format,
    BatchTrigger trigger,
    String transport,
    MessageDelivery delivery,
    List<DataSetWriter> writers) {

  public WriterGroup {
    writers = List.copyOf(writers);
  }

  /** A group whose messages go to a topic, at least once. */
  public WriterGroup(
      String id,
      String name,
      String publisherId,
      MessageFormat format,
      BatchTrigger trigger,
      String transport,
      String topic,
      List<DataSetWriter> writers) {
    this(id, name, publisherId, format, trigger, transport, MessageDelivery.to(topic), writers);
  }

  /** Returns the topic of its messages, empty for the sink's default. */
  public String topic() {
    return delivery.topic();
  }
}
