package org.bactrian.edge.publisher.stream;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.bactrian.edge.outbox.OutboxLimits;
import org.bactrian.edge.outbox.OutboxSink;
import org.bactrian.edge.outbox.Outboxes;
import org.bactrian.edge.publisher.group.DataSetWriter;
import org.bactrian.edge.publisher.group.NodeWatchdog;
import org.bactrian.edge.publisher.group.WriterGroup;
import org.bactrian.opcua.session.SessionPool;
import org.jspecify.annotations.Nullable;

/**
 * Publisher of all WriterGroups of a process. It outlives the route that carries its messages:
 * while no sink is attached the messages wait. Thread-safe.
 */
public final class WriterGroupPublisher implements AutoCloseable {

  private static final Duration TIME_TO_CLOSE = Duration.ofSeconds(2);

  private final SessionPool sessions;
  private final Outboxes outboxes;
  private final ServerDiagnosticsLog diagnostics;
  private final StoredSubscriptions subscriptions;
  private final StoredGaps gaps;
  private final OutboxLimits limits;
  private final MemoryShare share = MemoryShare.ofHeap();
  private final StreamCounters total = StreamCounters.total();
  private final Map<String, WriterGroupStream> streams = new LinkedHashMap<>();
  private final List<WriterGroupStream> leaving = new ArrayList<>();

  /** Numbers of groups that are there or are leaving, by id. */
  private final Map<String, GroupMessageNumbers> numbers = new HashMap<>();

  private volatile Consumer<NodeWatchdog.Behavior> processEnd = behavior -> {};
  private boolean closed;

  /**
   * Done when what is stored of other groups and writers may be forgotten; null before there is a
   * group.
   */
  private @Nullable CompletableFuture<Void> forgetting;

  /**
   * @param sessions where sessions come from; stays the caller's
   * @param outboxes where outboxes come from; stays the caller's
   * @param limits how much each group holds, unless its share of the process is less
   */
  public WriterGroupPublisher(SessionPool sessions, Outboxes outboxes, OutboxLimits limits) {
    this.sessions = sessions;
    this.outboxes = outboxes;
    this.diagnostics = new ServerDiagnosticsLog(sessions);
    this.subscriptions = new StoredSubscriptions(outboxes);
    this.gaps = new StoredGaps(outboxes.store());
    this.limits = limits;
  }

  /** Ends the process by {@code how} where a watchdog asks for it. */
  public void endProcessBy(Consumer<NodeWatchdog.Behavior> how) {
    processEnd = how;
  }

  /** Makes these the groups, touching only those that changed. */
  public synchronized void apply(List<WriterGroup> groups) {
    if (closed) {
      return;
    }
    Map<String, WriterGroup> wanted = new LinkedHashMap<>();
    groups.forEach(group -> wanted.put(group.id(), group));
    List<WriterGroupStream> removed = new ArrayList<>();
    List<WriterGroupStream> released = new ArrayList<>();
    new HashMap<>(streams)
        .forEach(
            (id, stream) -> {
              if (!wanted.containsKey(id)) {
                (stream.isHeld() ? released : removed).add(streams.remove(id));
              }
            });
    leaving.removeIf(WriterGroupStream::gone);
    leaving.addAll(removed);
    leaving.addAll(released);
    share.among(wanted.size() + leaving.size());
    numbers
        .keySet()
        .removeIf(
            id ->
                !streams.containsKey(id)
                    && leaving.stream().noneMatch(stream -> stream.group().id().equals(id)));
    subscriptions.expect(wanted.values());
    wanted.forEach(this::applyOne);
    outboxes.drainOthers(total);
    diagnostics.watch(
        groups.stream()
            .flatMap(group -> group.writers().stream())
            .filter(DataSetWriter::logsDiagnostics)
            .map(DataSetWriter::connection)
            .collect(Collectors.toSet()));
    if (!groups.isEmpty()) {
      forgetOthersLater(groups);
    }
    handOver(removed);
    // What servers have kept for these is for others to publish.
    released.forEach(WriterGroupStream::finish);
  }

  /**
   * Forgets what is stored of other groups and writers, once servers have forgotten their
   * subscriptions: jobs of the cloud come one by one, and may come back.
   */
  private void forgetOthersLater(List<WriterGroup> groups) {
    if (forgetting == null) {
      long lifetime =
          groups.stream()
              .flatMap(group -> group.writers().stream())
              .mapToLong(writer -> writer.subscription().lifetime().toMillis())
              .max()
              .orElse(0);
      forgetting =
          new CompletableFuture<Void>().completeOnTimeout(null, lifetime, TimeUnit.MILLISECONDS);
      forgetting.thenRunAsync(this::forgetOthers);
    } else if (forgetting.isDone()) {
      forgetOthers();
    }
  }

  private synchronized void forgetOthers() {
    if (closed || streams.isEmpty()) {
      return;
    }
    subscriptions.forgetOthers();
    streams.values().forEach(WriterGroupStream::forgetOtherWriters);
    gaps.keepOnly(streams.values().stream().map(WriterGroupStream::group).toList());
    outboxes.keepProgressOnly(
        WriterGroupStream.CHANNELS,
        Stream.concat(streams.values().stream(), leaving.stream())
            .map(stream -> WriterGroupStream.CHANNELS + "/" + stream.group().id())
            .collect(Collectors.toSet()));
  }

  /** Lets these groups receive nothing until another call names them no more. */
  public synchronized void hold(Set<String> ids) {
    streams.forEach((id, stream) -> stream.hold(ids.contains(id)));
  }

  /** A group with other settings is another group: it listens before the former one is silent. */
  private void handOver(List<WriterGroupStream> removed) {
    List<CompletableFuture<List<DataSetWriterStream>>> coming =
        streams.values().stream().map(WriterGroupStream::comingWriters).toList();
    CompletableFuture.allOf(coming.toArray(CompletableFuture<?>[]::new))
        .thenApply(nothing -> coming.stream().flatMap(part -> part.join().stream()).toList())
        .thenAccept(successors -> removed.forEach(stream -> stream.handOverTo(successors)));
  }

  private void applyOne(String id, WriterGroup group) {
    WriterGroupStream present = streams.get(id);
    if (present == null) {
      WriterGroupStream stream =
          new WriterGroupStream(
              group,
              sessions,
              outboxes,
              subscriptions,
              gaps,
              numbers.computeIfAbsent(id, fresh -> new GroupMessageNumbers()),
              limits,
              share,
              total.ofGroup(),
              behavior -> processEnd.accept(behavior));
      streams.put(id, stream);
    } else if (!present.group().equals(group)) {
      present.become(group);
    }
  }

  /** Sends the messages of all groups through {@code to} from now on. */
  public void attach(OutboxSink to) {
    outboxes.attach(WriterGroupStream.CHANNELS, to);
  }

  /** Keeps messages until another sink is attached, unless one already was. */
  public void detach(OutboxSink from) {
    outboxes.detach(WriterGroupStream.CHANNELS, from);
  }

  /**
   * Returns the status of each group; groups that are ending come last, until their messages have
   * been sent.
   */
  public synchronized List<GroupStatus> status() {
    leaving.removeIf(WriterGroupStream::gone);
    List<GroupStatus> all = new ArrayList<>();
    streams.values().forEach(stream -> all.add(GroupStatus.of(stream)));
    leaving.forEach(stream -> all.add(GroupStatus.ofLeaving(stream)));
    return all;
  }

  /**
   * Sends a key frame of each writer of a group, or of one, from the last values.
   *
   * @param group id or name of the group
   * @param writer name of the writer; empty for all
   * @return whether there is such a group and writer
   */
  public CompletableFuture<Boolean> sendKeyFrames(String group, Optional<String> writer) {
    List<WriterGroupStream> found;
    synchronized (this) {
      found =
          streams.values().stream()
              .filter(
                  stream ->
                      stream.group().id().equals(group) || stream.group().name().equals(group))
              .toList();
    }
    List<CompletableFuture<Boolean>> sent =
        found.stream().map(stream -> stream.sendKeyFrames(writer)).toList();
    return CompletableFuture.allOf(sent.toArray(CompletableFuture<?>[]::new))
        .thenApply(done -> sent.stream().anyMatch(CompletableFuture::join));
  }

  /** Ends all subscriptions and sends what was received, as soon as it can; returns at once. */
  public synchronized void finish() {
    end();
    all().forEach(WriterGroupStream::hurry);
  }

  private void end() {
    closed = true;
    if (forgetting != null) {
      forgetting.cancel(false);
    }
  }

  /** NetworkMessages that are still to be acknowledged, those not encoded yet included. */
  public synchronized int pending() {
    return all().stream().mapToInt(WriterGroupStream::pending).sum();
  }

  /**
   * Ends all groups and says what each of them could not send, after a moment for that unless
   * {@link #finish()} has given it one.
   */
  @Override
  public void close() {
    List<WriterGroupStream> ending;
    boolean finished;
    synchronized (this) {
      finished = closed;
      end();
      ending = all();
      streams.clear();
      leaving.clear();
    }
    diagnostics.close();
    long deadline = System.nanoTime() + (finished ? 0 : TIME_TO_CLOSE.toNanos());
    ending.forEach(WriterGroupStream::hurry);
    ending.forEach(stream -> stream.stop(deadline));
  }

  /** Returns counters over all groups, past ones included. */
  public StreamCounters total() {
    return total;
  }

  private List<WriterGroupStream> all() {
    List<WriterGroupStream> all = new ArrayList<>(streams.values());
    all.addAll(leaving);
    return all;
  }
}
