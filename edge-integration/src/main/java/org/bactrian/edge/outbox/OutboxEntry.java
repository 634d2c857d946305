package org.bactrian.edge.outbox;

import java.io.IOException;
import java.util.Optional;

/**
 * Place of a message in an outbox.
 *
 * @param id id in its store
 * @param number number of the message in its outbox
 * @param bytes size of its body
 * @param values values in its body
 * @param addedNanos when it was added, as a time of {@link System#nanoTime}
 * @param inMemory the message, empty where the store alone has it
 */
record OutboxEntry(
    long id,
    long number,
    int bytes,
    int values,
    long addedNanos,
    Optional<OutboxMessage> inMemory) {

  boolean isInMemory() {
    return inMemory.isPresent();
  }

  /**
   * The message, read from the store where it is not in memory.
   *
   * @throws IOException when the store cannot read it
   */
  OutboxMessage load(RecordStore store) throws IOException {
    if (inMemory.isPresent()) {
      return inMemory.get();
    }
    StoredRecord stored = store.read(id);
    return OutboxMessageHeader.read(stored.header()).withBody(stored.body());
  }
}
