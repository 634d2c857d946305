package org.bactrian.bench.outbox;

import java.io.IOException;
import java.util.List;

/**
 * Store of messages that is compared with others. One thread appends and removes, another one
 * commits. An implementation has a public constructor that takes its folder.
 */
public interface MeasuredStore extends AutoCloseable {

  /** Appends a message and returns its id; does not wait for the disk. */
  long append(byte[] body) throws IOException;

  /** Removes a message. */
  void remove(long id) throws IOException;

  /** Waits until all that was appended and removed before is durable. */
  void commit() throws IOException, InterruptedException;

  /** Returns the ids of the messages that were there when it was opened. */
  List<Long> recovered() throws IOException;

  /** Returns the body of one of them. */
  byte[] read(long id) throws IOException;

  /**
   * Returns whether bodies stay on disk until they are read, or are all in memory after a start.
   */
  boolean isReadFromDisk();

  @Override
  void close() throws IOException;
}
