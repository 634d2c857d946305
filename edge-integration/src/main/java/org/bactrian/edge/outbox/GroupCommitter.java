package org.bactrian.edge.outbox;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bactrian.edge.outbox.LogContent.PlacedMessage;
import org.bactrian.edge.outbox.QueuedOperation.Write;
import org.bactrian.edge.outbox.RecordFormat.EncodedRecord;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Thread that writes the operations of a log to its newest segment and makes them durable in
 * groups. An operation is kept in memory until then, so that one that could not be written is
 * written again.
 */
final class GroupCommitter {

  private static final Logger LOG = LoggerFactory.getLogger(GroupCommitter.class);

  private static final int BUFFER_BYTES = 256 << 10;

  /** Times that it is tried to write to a disk that has failed when the log is closed. */
  private static final int CLOSING_ATTEMPTS = 5;

  /** Time that a segment which cannot be read is left alone. */
  private static final Duration BETWEEN_READS = Duration.ofMinutes(1);

  private final SegmentLogSettings settings;
  private final SegmentFolder folder;
  private final LogContent content;
  private final SegmentFileOpener opener;
  private final InstantSource clock;
  private final Thread thread;
  private final ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER_BYTES);

  /** State as of the last commit, with which the next segment begins. */
  private final Map<String, byte[]> durableState;

  /** Operations that are not durable, of which the first have been written. */
  private final List<QueuedOperation> group = new ArrayList<>();

  private final List<PlacedMessage> placed = new ArrayList<>();
  private int written;
  private @Nullable SegmentAppender appender;
  private long firstId;
  private long due = System.nanoTime();
  private long failingSince;
  private int closingAttempts;
  private boolean failing;
  private @Nullable Segment unreadable;
  private long readAgain;

  GroupCommitter(
      SegmentLogSettings settings,
      SegmentRecovery recovery,
      LogContent content,
      SegmentFileOpener opener,
      InstantSource clock) {
    this.settings = settings;
    this.folder = new SegmentFolder(settings.folder());
    this.content = content;
    this.opener = opener;
    this.clock = clock;
    this.durableState = new HashMap<>(recovery.state());
    this.firstId = recovery.firstId();
    this.thread = new Thread(this::run, "outbox-" + settings.folder().getFileName());
    this.thread.setDaemon(true);
  }

  /** Begins a segment, so that its ids are not used again, and starts the thread. */
  void start() {
    attempt();
    thread.start();
  }

  /** Waits until all is durable, or the disk did not come back in time. */
  void close() {
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    try {
      boolean goesOn = true;
      while (goesOn && (failing || content.awaitOperations(due, !group.isEmpty()))) {
        content.drainTo(group);
        goesOn = attempt() || awaitRetry();
      }
    } catch (InterruptedException e) {
      LOG.warn("The thread that writes {} was interrupted and ends", settings.folder());
    } finally {
      closeAppender();
    }
  }

  /** Writes what waits, and commits it when that is due; returns whether it was possible. */
  private boolean attempt() {
    try {
      openAppender();
      write();
      boolean actionsOnly = openAppender().position() == openAppender().segment().size();
      if (failing || actionsOnly || content.isClosing() || due - System.nanoTime() <= 0) {
        commit();
        tidy();
      }
      succeeded();
      return true;
    } catch (IOException | RuntimeException | Error e) {
      failed(e);
      return false;
    }
  }

  private void write() throws IOException {
    while (written < group.size()) {
      if (group.get(written) instanceof Write write) {
        append(write.entry());
      }
      written++;
    }
  }

  private void append(LogEntry entry) throws IOException {
    SegmentAppender current = openAppender();
    EncodedRecord encoded = current.segment().format().encode(entry);
    long records = current.recordBytes();
    if (records > 0 && records + encoded.size() > settings.segmentBytes()) {
      commit();
      closeAppender();
      current = openAppender();
      encoded = current.segment().format().encode(entry);
    }
    int offset = current.append(encoded);
    if (entry instanceof LogEntry.Message message) {
      placed.add(new PlacedMessage(message.id(), offset, encoded.size()));
    }
  }

  /** Makes durable what was written, and runs the actions that waited for it. */
  private void commit() throws IOException {
    SegmentAppender current = openAppender();
    List<QueuedOperation> done = List.copyOf(group.subList(0, written));
    if (current.position() > current.segment().size()) {
      current.force();
      due = System.nanoTime() + settings.commitInterval().toNanos();
      long bytes = 0;
      for (QueuedOperation operation : done) {
        if (operation instanceof Write write) {
          bytes += write.bytes();
          noteDurable(write.entry());
        }
      }
      content.committed(current.segment(), current.position(), placed, bytes, clock.instant());
    }
    group.subList(0, written).clear();
    written = 0;
    placed.clear();
    done.forEach(GroupCommitter::run);
  }

  private void noteDurable(LogEntry entry) {
    if (entry instanceof LogEntry.StateValue value) {
      value.putInto(durableState);
    } else if (entry instanceof LogEntry.Message message) {
      firstId = Math.max(firstId, message.id() + 1);
    }
  }

  private static void run(QueuedOperation operation) {
    if (operation instanceof QueuedOperation.Run run) {
      try {
        run.action().run();
      } catch (RuntimeException | Error e) {
        LOG.error("An action after a commit of the outbox has failed", e);
      }
    }
  }

  /** Gives space back: deletes the oldest segments, and rewrites them when little is live. */
  private void tidy() throws IOException {
    deleteUnneeded();
    Optional<Segment> sparse = content.findSparse();
    while (sparse.isPresent()) {
      Optional<ByteBuffer> bytes = read(sparse.get());
      if (bytes.isEmpty()) {
        return;
      }
      rewrite(sparse.get(), bytes.get());
      deleteUnneeded();
      sparse = content.findSparse();
    }
  }

  /** Reads a segment; empty when its disk fails, which must not stop the writing. */
  private Optional<ByteBuffer> read(Segment segment) {
    if (segment == unreadable && readAgain - System.nanoTime() > 0) {
      return Optional.empty();
    }
    try {
      ByteBuffer bytes = segment.read();
      unreadable = null;
      return Optional.of(bytes);
    } catch (IOException e) {
      if (segment != unreadable) {
        LOG.error(
            "{} cannot be read: {}. The outbox goes on and gives no space back meanwhile; it is"
                + " tried again every {} s. Check the disk",
            segment.path(),
            e.toString(),
            BETWEEN_READS.toSeconds());
      }
      unreadable = segment;
      readAgain = System.nanoTime() + BETWEEN_READS.toNanos();
      return Optional.empty();
    }
  }

  /**
   * Deletes from the oldest on, and none before all older ones are gone: the removals in it may
   * concern messages of theirs.
   */
  private void deleteUnneeded() throws IOException {
    Optional<Segment> unneeded = content.findUnneeded();
    while (unneeded.isPresent()) {
      Files.deleteIfExists(unneeded.get().path());
      folder.force();
      content.deleted(unneeded.get());
      unneeded = content.findUnneeded();
    }
  }

  /**
   * Appends the live messages of the oldest segment anew, under their ids. Its removals concern no
   * other segment, and the state is in each later one. What was appended meanwhile does not wait.
   */
  private void rewrite(Segment oldest, ByteBuffer bytes) throws IOException {
    content.drainTo(group);
    SegmentScanner.scan(
        bytes,
        oldest.format(),
        (offset, found) -> {
          if (found.entry() instanceof LogEntry.Message message
              && content.isStoredAt(message.id(), oldest, offset)) {
            group.add(new Write(message, 0));
          }
        });
    write();
    commit();
    List<Long> damaged = content.removeDamaged(oldest);
    if (!damaged.isEmpty()) {
      LOG.warn("Messages {} in {} are damaged and lost", damaged, oldest.path());
    }
  }

  private SegmentAppender openAppender() throws IOException {
    SegmentAppender current = appender;
    if (current == null) {
      current =
          SegmentAppender.create(
              folder.file(folder.nextNumber()), opener, buffer, firstId, durableState);
      folder.force();
      content.begin(current.segment());
      appender = current;
    }
    return current;
  }

  private void closeAppender() {
    SegmentAppender current = appender;
    appender = null;
    if (current != null) {
      try {
        current.close();
      } catch (IOException e) {
        LOG.warn("{} could not be closed: {}", current.segment().path(), e.toString());
      }
    }
  }

  private void succeeded() {
    if (failing) {
      failing = false;
      content.setFailing(false);
      LOG.info(
          "The outbox writes to {} again, after {} s; nothing was lost",
          settings.folder(),
          Duration.ofNanos(System.nanoTime() - failingSince).toSeconds());
    }
  }

  private void failed(Throwable reason) {
    if (!failing) {
      failing = true;
      failingSince = System.nanoTime();
      content.setFailing(true);
      LOG.error(
          "The outbox cannot write to {}: {}. Free space on that disk, or check its rights. What"
              + " was appended waits in memory and no more is taken; it tries again every {} ms",
          settings.folder(),
          reason.toString(),
          settings.retryInterval().toMillis(),
          reason);
    }
    written = 0;
    placed.clear();
    try {
      if (appender != null) {
        appender.rollBack();
      }
      deleteUnneeded();
    } catch (IOException e) {
      LOG.debug("{} could not be cut", settings.folder(), e);
      closeAppender();
    }
  }

  /** Waits before the next attempt; returns whether there is to be one. */
  private boolean awaitRetry() throws InterruptedException {
    if (!content.isClosing()) {
      content.awaitEnd(settings.retryInterval());
      return true;
    }
    closingAttempts++;
    if (closingAttempts < CLOSING_ATTEMPTS) {
      Thread.sleep(settings.retryInterval().toMillis());
      return true;
    }
    LOG.error(
        "The outbox in {} was closed while it could not be written: {} messages were not stored,"
            + " and nothing was acknowledged for them",
        settings.folder(),
        content.abandon());
    return false;
  }
}
