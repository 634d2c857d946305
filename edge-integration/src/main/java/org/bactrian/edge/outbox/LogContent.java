package org.bactrian.edge.outbox;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.concurrent.TimeUnit;
import org.bactrian.edge.outbox.QueuedOperation.Write;
import org.bactrian.edge.outbox.RecordIndex.RecordPlace;
import org.bactrian.edge.outbox.RecordIndex.Stored;

/**
 * Content of a segment log, as those see it who use it, and the operations that wait to be made
 * durable. Thread-safe; no method waits for a disk.
 */
final class LogContent {

  /** Bytes that are written before a commit is due, so that the disk has less to do at once. */
  private static final int WRITE_AHEAD_BYTES = 4 << 20;

  /**
   * Bytes in memory from which there is no room, since the disk is slower than those who append.
   */
  private static final int MAX_WAITING_BYTES = 64 << 20;

  /** Channels that may append. */
  private enum Room {
    FOR_ALL,
    FOR_SMALL_CHANNELS,
    FOR_NOBODY
  }

  /** Place of a message in the newest segment. */
  record PlacedMessage(long id, int offset, int size) {}

  private final SegmentLogSettings settings;
  private final RecordIndex index;
  private final Map<String, byte[]> state;
  private final SortedMap<Long, RecoveredRecord> recovered;
  private final List<QueuedOperation> queue = new ArrayList<>();

  private long nextId;
  private long queuedBytes;
  private int queuedWrites;
  private long waitingBytes;
  private boolean full;
  private boolean exhausted;
  private boolean behind;
  private boolean failing;
  private boolean closing;
  private boolean ended;
  private long damagedBytes;
  private long commits;
  private Instant lastCommit = Instant.EPOCH;
  private volatile Room room = Room.FOR_ALL;

  LogContent(SegmentLogSettings settings, SegmentRecovery recovery) {
    this.settings = settings;
    this.index = recovery.index();
    this.state = new HashMap<>(recovery.state());
    this.recovered = recovery.records();
    this.damagedBytes = recovery.damagedBytes();
    this.nextId = recovery.firstId();
    updateRoom();
  }

  /** Appends a message under the next id. */
  synchronized long append(Instant now, String channel, byte[] header, ByteBuffer body) {
    require(!closing);
    LogEntry.Message message = new LogEntry.Message(nextId++, now, channel, header, body);
    index.add(message);
    enqueue(Write.message(message));
    return message.id();
  }

  /** Removes a message that is there; nobody needs to know after the end. */
  synchronized void remove(long id) {
    if (!ended && index.remove(id)) {
      recovered.remove(id);
      enqueue(Write.removal(id));
    }
  }

  synchronized void put(LogEntry.StateValue value) {
    require(!ended);
    value.putInto(state);
    enqueue(Write.stateValue(value));
  }

  synchronized void afterCommit(Runnable action) {
    require(!ended);
    enqueue(new QueuedOperation.Run(action));
  }

  private void require(boolean open) {
    if (!open) {
      throw new IllegalStateException("The outbox in " + settings.folder() + " is closed");
    }
  }

  private void enqueue(QueuedOperation operation) {
    boolean first = queue.isEmpty();
    long before = queuedBytes;
    queue.add(operation);
    if (operation instanceof Write write) {
      queuedWrites++;
      queuedBytes += write.bytes();
      waitingBytes += write.bytes();
      updateRoom();
    }
    if (first || before < WRITE_AHEAD_BYTES && queuedBytes >= WRITE_AHEAD_BYTES) {
      notifyAll();
    }
  }

  synchronized Map<String, byte[]> state() {
    return new HashMap<>(state);
  }

  synchronized List<RecoveredRecord> recovered() {
    return List.copyOf(recovered.values());
  }

  synchronized Optional<RecordPlace> find(long id) {
    return index.find(id);
  }

  /**
   * Returns whether a channel should append more. Where the log is nearly full, that is left to
   * those which hold less than a 16th of it.
   */
  boolean hasRoom(long heldBytes) {
    return switch (room) {
      case FOR_ALL -> true;
      case FOR_SMALL_CHANNELS -> heldBytes < settings.maxBytes() / 16;
      case FOR_NOBODY -> false;
    };
  }

  private void updateRoom() {
    long used = index.bytesOnDisk() + waitingBytes;
    long max = settings.maxBytes();
    full = used >= (full ? max / 2 : max - max / 8);
    exhausted = used >= (exhausted ? max - max / 32 : max);
    behind = waitingBytes >= (behind ? MAX_WAITING_BYTES / 2 : MAX_WAITING_BYTES);
    if (exhausted || behind || failing) {
      room = Room.FOR_NOBODY;
    } else {
      room = full ? Room.FOR_SMALL_CHANNELS : Room.FOR_ALL;
    }
  }

  synchronized SegmentLogFigures figures() {
    return new SegmentLogFigures(
        index.bytesOnDisk(),
        index.liveBytes(),
        index.records(),
        waitingBytes,
        damagedBytes,
        commits,
        lastCommit,
        failing);
  }

  /**
   * Waits until operations are to be written: when the next commit is due, when they have become
   * many, or immediately when nothing but actions waits.
   *
   * @param due when the next commit is due, on the clock of {@link System#nanoTime}
   * @param uncommitted whether operations that were taken before wait for the commit
   * @return whether there is something to do, which only after the end there is not
   */
  synchronized boolean awaitOperations(long due, boolean uncommitted) throws InterruptedException {
    while (true) {
      boolean waiting = uncommitted || !queue.isEmpty();
      if (closing) {
        ended = !waiting;
        return waiting;
      }
      long nanos = due - System.nanoTime();
      boolean actionsOnly = !uncommitted && queuedWrites == 0;
      if (waiting && (nanos <= 0 || queuedBytes >= WRITE_AHEAD_BYTES || actionsOnly)) {
        return true;
      }
      if (waiting) {
        TimeUnit.NANOSECONDS.timedWait(this, nanos);
      } else {
        wait();
      }
    }
  }

  /** Moves what waits to the end of a list. */
  synchronized void drainTo(List<QueuedOperation> operations) {
    operations.addAll(queue);
    queue.clear();
    queuedBytes = 0;
    queuedWrites = 0;
  }

  /** Adds the segment that is written from now on. */
  synchronized void begin(Segment segment) {
    index.add(segment);
    updateRoom();
  }

  /**
   * Notes that the newest segment is durable up to a size.
   *
   * @param bytes memory that its last operations no longer take
   */
  synchronized void committed(
      Segment segment, long size, List<PlacedMessage> placed, long bytes, Instant now) {
    index.grow(segment, size);
    for (PlacedMessage message : placed) {
      index.stored(message.id(), new Stored(segment, message.offset(), message.size()));
    }
    waitingBytes -= bytes;
    commits++;
    lastCommit = now;
    updateRoom();
  }

  /** Returns the oldest segment if no message in it is needed. */
  synchronized Optional<Segment> findUnneeded() {
    return index.oldest().filter(segment -> segment.liveBytes() == 0);
  }

  /** Forgets a segment that was deleted. */
  synchronized void deleted(Segment segment) {
    index.remove(segment);
    updateRoom();
  }

  /** Returns the oldest segment if its messages are to be moved to the newest one. */
  synchronized Optional<Segment> findSparse() {
    return index.oldest().filter(segment -> index.isRewriteDue(settings, full));
  }

  /** Returns whether a message was not removed and is at this place. */
  synchronized boolean isStoredAt(long id, Segment segment, int offset) {
    return index
        .find(id)
        .filter(found -> found instanceof Stored place && place.isAt(segment, offset))
        .isPresent();
  }

  /** Forgets the messages that are left in a segment, since they are damaged. */
  synchronized List<Long> removeDamaged(Segment segment) {
    damagedBytes += segment.liveBytes();
    return index.removeMessagesOf(segment);
  }

  synchronized void setFailing(boolean isFailing) {
    failing = isFailing;
    updateRoom();
  }

  /** Ends the waiting. No messages are appended from now on; actions may still change the rest. */
  synchronized void close() {
    closing = true;
    notifyAll();
  }

  /** Takes no operations any more; returns the number of those that were not made durable. */
  synchronized long abandon() {
    ended = true;
    return index.waiting();
  }

  synchronized boolean isClosing() {
    return closing;
  }

  /** Waits for a time, or until the end. */
  synchronized void awaitEnd(Duration time) throws InterruptedException {
    long end = System.nanoTime() + time.toNanos();
    while (!closing && end - System.nanoTime() > 0) {
      TimeUnit.NANOSECONDS.timedWait(this, end - System.nanoTime());
    }
  }
}
