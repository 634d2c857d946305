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
 * @param topic topic of transports that have topics, empty for the sink's default
 * @param writers its writers, in the order of the file
 */
public record WriterGroup(
    String id,
    String name,
    String publisherId,
    MessageFormat format,
    BatchTrigger trigger,
    String transport,
    String topic,
    List<DataSetWriter> writers) {

  public WriterGroup {
    writers = List.copyOf(writers);
  }
}
