package org.bactrian.edge.outbox;

import java.io.IOException;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

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

  private static final Logger LOG = LoggerFactory.getLogger(OutboxEntry.class);

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

  /** Describes it as one that is given up for its age. */
  ExpiredMessage expired(RecordStore store) {
    Instant added = Instant.now().minusNanos(System.nanoTime() - addedNanos);
    try {
      return new ExpiredMessage(added, values, headers(store));
    } catch (IOException e) {
      LOG.warn("The headers of message {}, which is too old, cannot be read back", number, e);
      return new ExpiredMessage(added, values, Map.of());
    }
  }

  private Map<String, Object> headers(RecordStore store) throws IOException {
    return inMemory.isPresent()
        ? inMemory.get().headers()
        : OutboxMessageHeader.read(store.header(id, bytes)).headers();
  }
}
