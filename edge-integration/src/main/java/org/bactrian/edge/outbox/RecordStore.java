package org.bactrian.edge.outbox;

import java.io.IOException;
import java.util.List;
import java.util.Map;

/**
 * Store of records in the order in which they were appended, and of a small state by key. Writing
 * happens behind the caller's back, in groups; {@link #afterCommit} tells when it has happened. A
 * store that cannot write for a while, such as on a full disk, keeps what was appended in memory,
 * has no room, and goes on by itself. Thread-safe.
 */
public interface RecordStore extends AutoCloseable {

  /**
   * Appends a record; never waits for a disk.
   *
   * @param channel name of the sequence to which the record belongs, such as a WriterGroup's id
   * @param header small part that {@link #header} brings back alone
   * @param body large part that only {@link #read} brings back
   * @return id of the record, ascending, never used twice, also after a restart
   */
  long append(String channel, byte[] header, byte[] body);

  /** Forgets a record; one that is not there is ignored. */
  void remove(long id);

  /** Keeps a value under a key in place of the former one; an empty value removes the key. */
  void put(String key, byte[] value);

  /** Returns a copy of the state by key. */
  Map<String, byte[]> state();

  /**
   * Runs an action as soon as all that was appended, removed and put before is durable, within 100
   * ms where the disk lets. Actions run in order, on a thread of the store, and must not block.
   */
  void afterCommit(Runnable action);

  /**
   * Reads a record that was committed and not removed.
   *
   * @throws IOException when it cannot be read, or its checksum is wrong
   */
  StoredRecord read(long id) throws IOException;

  /** Returns the records that were there when the store was opened, in order. */
  List<RecoveredRecord> recovered();

  /**
   * Reads the header of a record that was committed and not removed, without a look at its
   * checksum, which covers the body too.
   *
   * @param bodySize bytes of the body, which is not read
   * @throws IOException when it cannot be read
   */
  byte[] header(long id, int bodySize) throws IOException;

  /**
   * Returns whether a channel should append more: not while the store cannot write, nor after it
   * has reached its size, until part of it is free again. A last part is kept for channels that
   * hold little, so that one whose messages do not leave does not stop the others.
   *
   * @param heldBytes bytes of the bodies that the channel holds
   */
  boolean hasRoom(long heldBytes);

  /** Returns whether what was committed outlives the process. */
  boolean isDurable();

  /** Commits what was appended and ends; actions that wait for it still run. */
  @Override
  void close();
}
