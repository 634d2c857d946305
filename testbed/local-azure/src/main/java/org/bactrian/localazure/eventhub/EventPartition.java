package org.bactrian.localazure.eventhub;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Function;
import org.bactrian.localazure.servicebus.fault.BusFault;
import org.bactrian.localazure.servicebus.fault.BusFaultException;

/**
 * Partition of an event hub: its log and its readers. Readers belong to the event loop; what is
 * asked of the log may be asked on any thread.
 */
public final class EventPartition {

  private final String id;
  private final EventLog log;
  private final List<PartitionReader> readers = new ArrayList<>();

  EventPartition(String id, EventLog log) {
    this.id = id;
    this.log = log;
  }

  /** Its number as text. */
  public String id() {
    return id;
  }

  /** Number of the oldest event that is kept; that of the next event when there is none. */
  public long first() {
    return log.first();
  }

  /** Number of the event that comes next. */
  public long next() {
    return log.next();
  }

  /** Time at which the last event was enqueued; 1970 when there was none. */
  public Instant newest() {
    return log.newest();
  }

  /** Events from a position on. */
  public EventCursor from(EventPosition position) throws IOException {
    return log.from(position);
  }

  /** Appends an event. Call it on the thread that writes events. */
  void append(Instant enqueued, Function<EventStamp, byte[]> message) throws IOException {
    log.append(enqueued, message);
  }

  /** Tells the readers that events were appended. */
  void announce() {
    List.copyOf(readers).forEach(PartitionReader::appended);
  }

  /**
   * Lets a reader in, in place of those of its group that it displaces.
   *
   * @throws BusFaultException when another one of its group has a higher level, or one at all, or
   *     there are too many
   */
  public void attach(PartitionReader reader) {
    List<PartitionReader> others =
        readers.stream().filter(other -> other.group().equals(reader.group())).toList();
    OptionalLong highest =
        others.stream()
            .map(PartitionReader::ownerLevel)
            .filter(OptionalLong::isPresent)
            .mapToLong(OptionalLong::getAsLong)
            .max();
    if (highest.isPresent()
        && (reader.ownerLevel().isEmpty()
            || reader.ownerLevel().getAsLong() < highest.getAsLong())) {
      throw new BusFaultException(
          BusFault.LINK_STOLEN,
          "Partition %s has a receiver of consumer group %s with owner level %d."
              .formatted(id, reader.group(), highest.getAsLong()));
    }
    if (reader.ownerLevel().isPresent()) {
      readers.removeAll(others);
      readers.add(reader);
      others.forEach(PartitionReader::displaced);
    } else if (others.size() >= PartitionReader.MAX_READERS) {
      throw new BusFaultException(
          BusFault.QUOTA_EXCEEDED,
          "Partition %s has %d receivers of consumer group %s, and no more are allowed."
              .formatted(id, others.size(), reader.group()));
    } else {
      readers.add(reader);
    }
  }

  /** Forgets a reader. */
  public void detach(PartitionReader reader) {
    readers.remove(reader);
  }

  void close() {
    log.close();
  }
}
