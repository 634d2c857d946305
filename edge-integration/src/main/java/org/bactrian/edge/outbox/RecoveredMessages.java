package org.bactrian.edge.outbox;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Messages of a channel that a former process left in the store, but for the last ones of a row
 * that was cut off.
 *
 * @param entries in their order
 * @param lastRecord id of the last record of the channel, 0 for none
 */
record RecoveredMessages(List<OutboxEntry> entries, long lastRecord) {

  private static final Logger LOG = LoggerFactory.getLogger(RecoveredMessages.class);

  /**
   * Reads what a store found, and removes from it what is of no use.
   *
   * @param name name of the outbox in messages to people
   * @param progress takes over the numbers that were stored with the messages
   */
  static RecoveredMessages of(
      String name, RecordStore store, ChannelProgress progress, List<RecoveredRecord> recovered) {
    List<OutboxEntry> entries = new ArrayList<>();
    List<OutboxEntry> row = new ArrayList<>();
    long lastRecord = 0;
    for (RecoveredRecord found : recovered) {
      lastRecord = found.id();
      try {
        OutboxMessageHeader message =
            OutboxMessageHeader.read(store.header(found.id(), found.bodySize()));
        row.add(
            new OutboxEntry(
                found.id(),
                message.number(),
                found.bodySize(),
                message.values(),
                addedNanos(found),
                Optional.empty()));
        if (!message.more()) {
          progress.recover(message.progress(), found.id());
          entries.addAll(row);
          row.clear();
        }
      } catch (IOException e) {
        LOG.error("{}: stored message {} cannot be read and is left out", name, found.id(), e);
        store.remove(found.id());
      }
    }
    for (OutboxEntry entry : row) {
      if (entry.number() <= progress.of(ChannelProgress.MESSAGES)) {
        // The row was stored as a whole, and its last message has been acknowledged.
        entries.add(entry);
      } else {
        LOG.info("{}: message {} was not stored as a whole; its values come again", name, entry);
        store.remove(entry.id());
      }
    }
    return new RecoveredMessages(entries, lastRecord);
  }

  /** Clocks may be set while messages wait, so that the time of day is looked at once. */
  private static long addedNanos(RecoveredRecord found) {
    long age = Math.max(0, Duration.between(found.appended(), Instant.now()).toMillis());
    return System.nanoTime() - TimeUnit.MILLISECONDS.toNanos(age);
  }
}
