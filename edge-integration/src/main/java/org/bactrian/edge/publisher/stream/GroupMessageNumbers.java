package org.bactrian.edge.publisher.stream;

import java.util.HashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Sequence numbers of the DataSetWriters of a WriterGroup by their names. Streams of one group that
 * follow each other have them together. Thread-safe.
 */
final class GroupMessageNumbers {

  private final Map<String, MessageNumbers> ofWriters = new HashMap<>();

  /**
   * Returns the numbers of a writer.
   *
   * @param last number of its last message, which is asked for the first time
   */
  synchronized MessageNumbers of(String writer, LongSupplier last) {
    return ofWriters.computeIfAbsent(writer, name -> new MessageNumbers(last.getAsLong()));
  }
}
