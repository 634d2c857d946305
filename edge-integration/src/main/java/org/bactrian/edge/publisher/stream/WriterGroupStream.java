package org.bactrian.edge.publisher.stream;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.bactrian.edge.outbox.ExpiredMessage;
import org.bactrian.edge.outbox.Outbox;
import org.bactrian.edge.outbox.OutboxLimits;
import org.bactrian.edge.outbox.OutboxName;
import org.bactrian.edge.outbox.OutboxPolicy;
import org.bactrian.edge.outbox.Outboxes;
import org.bactrian.edge.publisher.group.DataSetWriter;
import org.bactrian.edge.publisher.group.NodeWatchdog;
import org.bactrian.edge.publisher.group.TelemetryTransport;
import org.bactrian.edge.publisher.group.WriterGroup;
import org.bactrian.opcua.session.SessionPool;
import org.bactrian.opcua.subscription.NotificationGap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stream of one WriterGroup from its subscriptions to its outbox. Its thread owns its writers, its
 * batch and its encoder; what others ask of it goes through the inbox. A full outbox leaves
 * notifications in the inbox, a full inbox leaves them at the servers.
 */
final class WriterGroupStream implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(WriterGroupStream.class);

  /** First part of the channels of WriterGroups in a store. */
  static final String CHANNELS = "group";

  /** Interval of looks at a store that is full. */
  private static final long LOOK_FOR_ROOM_NANOS = TimeUnit.SECONDS.toNanos(1);

  /** Longest wait at the end for the last report of a server. */
  private static final long SECONDS_TO_END = 5;

  private final SessionPool sessions;
  private final StoredSubscriptions subscriptions;
  private final StoredGaps gaps;
  private final ExpiredGaps expired;
  private final WriterGroupInbox inbox;
  private final Outbox outbox;
  private final StreamCounters counters;
  private final Consumer<NodeWatchdog.Behavior> processEnd;
  private final WriterGroupBatch batch;
  private final Thread owner;
  private final CountDownLatch closed = new CountDownLatch(1);

  private final WriterStreams writers;

  private volatile WriterGroup asked;
  private WriterGroup group;
  private boolean paused;

  /** True while it receives nothing, since it may not publish. */
  private volatile boolean held;

  /** True while successors take over its subscriptions. */
  private boolean handingOver;

  /** True when its subscriptions are left to the next process. */
  private boolean keepsSubscriptions;

  private boolean ending;
  private boolean stopping;

  WriterGroupStream(
      WriterGroup group,
      SessionPool sessions,
      Outboxes outboxes,
      StoredSubscriptions subscriptions,
      StoredGaps gaps,
      GroupMessageNumbers numbers,
      OutboxLimits limits,
      MemoryShare share,
      StreamCounters counters,
      Consumer<NodeWatchdog.Behavior> processEnd) {
    this.processEnd = processEnd;
    this.group = group;
    this.asked = group;
    this.counters = counters;
    this.sessions = sessions;
    this.subscriptions = subscriptions;
    this.gaps = gaps;
    this.expired = new ExpiredGaps(gaps, group.id());
    this.inbox = new WriterGroupInbox(() -> Math.min(limits.maxValues(), share.values()));
    this.outbox =
        outboxes.hold(
            new OutboxName(CHANNELS + "/" + group.id(), "WriterGroup " + group.name()),
            new OutboxPolicy(
                limitsOf(group, limits), share::bytes, counters, inbox::nudge, this::noteExpired));
    this.batch = new WriterGroupBatch(group, outbox, numbers, outboxes.isDeferred(), counters);
    this.writers = new WriterStreams(inbox, this::open, this::forget);
    this.owner = new Thread(this::run, "writer-group-" + group.name());
    this.owner.setDaemon(true);
    this.owner.start();
    become(group);
  }

  /** Lines of a file stand in the order of their messages. */
  private static OutboxLimits limitsOf(WriterGroup group, OutboxLimits limits) {
    return group.transport().equals(TelemetryTransport.FILE_SYSTEM.kamelet())
        ? limits.inOrder()
        : limits;
  }

  /** Notes that messages are given up for their age; on any thread. */
  private void noteExpired(List<ExpiredMessage> messages) {
    expired.add(
        messages,
        asked.writers().stream().map(DataSetWriter::name).toList(),
        asked.trigger().interval(),
        counters.acknowledged());
    inbox.nudge();
  }

  /** Tells of a gap, unless there is no such writer now, which may come back. */
  private boolean tellOfExpired(String writer, NotificationGap gap) {
    Optional<DataSetWriterStream> stream = writers.find(writer);
    stream.ifPresent(
        one -> {
          counters.add(StreamCounter.GAPS, 1);
          batch.gap(one, gap);
        });
    return stream.isPresent();
  }

  /** The group as it was last asked to be. */
  WriterGroup group() {
    return asked;
  }

  StreamCounters counters() {
    return counters;
  }

  Outbox outbox() {
    return outbox;
  }

  /** DataSetMessages that wait for their NetworkMessage. */
  int batched() {
    return batch.size();
  }

  /** Its writers as they were after the last change. */
  List<DataSetWriterStream> writers() {
    return writers.published();
  }

  /** Receives nothing while {@code on}; its servers keep its values as they do at an outage. */
  void hold(boolean on) {
    held = on;
    inbox.nudge();
  }

  boolean isHeld() {
    return held;
  }

  /** Goes on as {@code next}, touching only the writers that changed. */
  void become(WriterGroup next) {
    asked = next;
    inbox.command(() -> change(next));
  }

  /**
   * Sends a key frame of each writer, or of one, at once.
   *
   * @param writer name of the writer; empty for all
   * @return whether there is such a writer
   */
  CompletableFuture<Boolean> sendKeyFrames(Optional<String> writer) {
    CompletableFuture<Boolean> sent = new CompletableFuture<>();
    inbox.command(
        () -> {
          List<DataSetWriterStream> wanted =
              writers.present().stream()
                  .filter(one -> writer.isEmpty() || one.writer().name().equals(writer.get()))
                  .toList();
          wanted.forEach(DataSetWriterStream::sendKeyFrame);
          batch.flush();
          sent.complete(writer.isEmpty() || !wanted.isEmpty());
        });
    return sent;
  }

  /** Its writers, those included that it was asked for and does not have yet. */
  CompletableFuture<List<DataSetWriterStream>> comingWriters() {
    CompletableFuture<List<DataSetWriterStream>> coming = new CompletableFuture<>();
    inbox.command(() -> coming.complete(List.copyOf(writers.present())));
    return coming;
  }

  /**
   * Goes on until {@code successors} listen to what it listened to, and then ends as {@link
   * #finish()} does. Takes in meanwhile what servers hold back, since they forget it at the end.
   */
  void handOverTo(List<DataSetWriterStream> successors) {
    inbox.unbound();
    inbox.command(
        () -> {
          handingOver = true;
          pause(false);
          writers.handOverTo(successors).whenComplete((nothing, fault) -> finish());
        });
  }

  /**
   * Ends the subscriptions and sends what is left, however long that takes; returns at once. A
   * second call does nothing.
   */
  void finish() {
    inbox.unbound();
    inbox.command(this::end);
  }

  /** Returns whether it has ended and all its messages have left. */
  boolean gone() {
    return closed.getCount() == 0 && outbox.size() == 0;
  }

  /** NetworkMessages that an end would lose, and one for a group that has not ended. */
  int pending() {
    return outbox.unsafe() + (closed.getCount() > 0 ? 1 : 0);
  }

  /** The same for a process that ends: what is refused is sent again without a long wait. */
  void hurry() {
    outbox.hurry();
    inbox.command(() -> keepsSubscriptions = outbox.isDurable());
    finish();
  }

  /**
   * Ends the subscriptions, sends what is left and waits for it, and says what was not sent.
   *
   * @param deadlineNanos {@link System#nanoTime()} at which to wait no longer
   */
  void stop(long deadlineNanos) {
    hurry();
    try {
      if (closed.await(nanosUntil(deadlineNanos), TimeUnit.NANOSECONDS)) {
        outbox.awaitSafe(Duration.ofNanos(nanosUntil(deadlineNanos)));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    long unencoded = inbox.values() + (long) batch.values();
    boolean safe = outbox.unsafe() == 0 && unencoded == 0;
    if (!safe) {
      LOG.warn(
          "WriterGroup {}: stopped before {} values in {} NetworkMessages were acknowledged and {}"
              + " values were encoded. They are lost unless their receiver has them already.",
          group.name(),
          outbox.values(),
          outbox.size(),
          unencoded);
    } else if (outbox.size() > 0) {
      LOG.info(
          "WriterGroup {}: {} values in {} NetworkMessages stay in the outbox until the next start.",
          group.name(),
          outbox.values(),
          outbox.size());
    }
  }

  private static long nanosUntil(long deadlineNanos) {
    return Math.max(0, deadlineNanos - System.nanoTime());
  }

  @Override
  public void close() {
    stop(System.nanoTime() + TimeUnit.SECONDS.toNanos(2));
  }

  private void run() {
    try {
      while (!stopping) {
        boolean room = handingOver || !held && outbox.hasRoom();
        pause(!room);
        long deadline = room ? deadlineNanos() : System.nanoTime() + LOOK_FOR_ROOM_NANOS;
        Optional<Runnable> work = inbox.next(room, deadline);
        work.ifPresent(this::carryOut);
        if (room) {
          carryOut(this::sendWhatIsDue);
        }
        if (batch.isFull() || room && batch.isDue(System.nanoTime())) {
          carryOut(batch::flush);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      closed.countDown();
    }
  }

  /** Time at which a batch is to leave, or conditions or heartbeats are to be sent. */
  private long deadlineNanos() {
    long deadline =
        expired.isEmpty()
            ? batch.deadlineNanos()
            : DataSetWriterMessages.earlier(
                batch.deadlineNanos(), System.nanoTime() + LOOK_FOR_ROOM_NANOS);
    return DataSetWriterMessages.earlier(deadline, writers.nextNanos());
  }

  private void sendWhatIsDue() {
    long now = System.nanoTime();
    writers.sendWhatIsDue(now);
    expired.tell(counters.acknowledged(), now, this::tellOfExpired);
  }

  /** One faulty notification must not end the group, nor must a missing library. */
  private void carryOut(Runnable work) {
    try {
      work.run();
    } catch (RuntimeException | Error e) {
      counters.add(StreamCounter.ERRORS, 1);
      counters.add(StreamCounter.GAPS, 1);
      LOG.error("WriterGroup {}: values may be missing after an internal error", group.name(), e);
      for (DataSetWriterStream writer : writers.present()) {
        writer.missed(
            batch.gapNow(
                writer.writer().name(),
                "Values could not be processed after an internal error of the edge."));
      }
    }
  }

  private void pause(boolean full) {
    if (full == paused) {
      return;
    }
    paused = full;
    if (full && held) {
      LOG.info("WriterGroup {}: held; the servers keep its values.", group.name());
    } else if (full) {
      LOG.warn(
          "WriterGroup {}: {} NetworkMessages wait to be acknowledged; the servers keep new values"
              + " in their queues until there is room.",
          group.name(),
          outbox.size());
    } else {
      LOG.info("WriterGroup {}: publishing again.", group.name());
    }
    writers.publishing(!full);
  }

  private void change(WriterGroup next) {
    if (ending) {
      return;
    }
    group = next;
    batch.change(next);
    writers.change(next);
  }

  private DataSetWriterStream open(WriterGroup of, DataSetWriter writer) {
    PendingGaps pending = new PendingGaps(gaps, of.id(), writer.name());
    subscriptions.takeGap(of.id(), writer.name()).ifPresent(gap -> note(writer, gap, pending));
    DataSetWriterStream stream =
        new DataSetWriterStream(
            of.name(),
            of.format(),
            writer,
            sessions,
            inbox,
            batch,
            subscriptions.of(of.id(), writer, outbox),
            pending,
            counters,
            processEnd);
    expired.resume(writer.name());
    return stream;
  }

  private void note(DataSetWriter writer, NotificationGap gap, PendingGaps pending) {
    counters.add(StreamCounter.GAPS, 1);
    pending.add(gap);
    LOG.warn(
        "WriterGroup {}, DataSetWriter {}: values since {} may be missing: {}",
        group.name(),
        writer.name(),
        gap.since() == null ? "the former start" : gap.since(),
        gap.detail());
  }

  /** Forgets what is kept of a writer that the group no longer has. */
  private void forget(String writer) {
    outbox.forgetProgress(UnacknowledgedNotifications.publishTimeOf(writer));
  }

  /**
   * Forgets from where subscriptions go on of writers that the group does not have. Not before
   * servers have forgotten what a former process left: writers may come one by one.
   */
  void forgetOtherWriters() {
    Set<String> present =
        asked.writers().stream().map(DataSetWriter::name).collect(Collectors.toSet());
    outbox.forgetProgressIf(
        name ->
            StoredSubscriptions.isProgressOfOther(name, present)
                || UnacknowledgedNotifications.isPublishTimeOfOther(name, present));
  }

  private void end() {
    if (ending) {
      return;
    }
    ending = true;
    writers
        .end(keepsSubscriptions)
        .completeOnTimeout(null, SECONDS_TO_END, TimeUnit.SECONDS)
        .whenComplete((nothing, fault) -> inbox.command(this::sendTheRest));
  }

  private void sendTheRest() {
    try {
      inbox.drain().forEach(this::carryOut);
      batch.flush();
    } finally {
      outbox.release();
      stopping = true;
    }
  }
}
