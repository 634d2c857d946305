package org.bactrian.edge.publisher.stream;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.bactrian.edge.publisher.group.DataSetWriter;
import org.bactrian.edge.publisher.group.MessageFormat;
import org.bactrian.edge.publisher.group.NodeWatchdog;
import org.bactrian.edge.publisher.message.DataSetDescription;
import org.bactrian.edge.publisher.message.DataSetMessage;
import org.bactrian.edge.publisher.message.DataSetSource;
import org.bactrian.opcua.session.Session;
import org.bactrian.opcua.session.SessionPool;
import org.bactrian.opcua.session.SessionState;
import org.bactrian.opcua.subscription.MessageAcknowledgement;
import org.bactrian.opcua.subscription.MonitoredItem;
import org.bactrian.opcua.subscription.NotificationGap;
import org.bactrian.opcua.subscription.Subscription;
import org.bactrian.opcua.subscription.SubscriptionJournal;
import org.eclipse.milo.opcua.stack.core.types.builtin.DataValue;
import org.eclipse.milo.opcua.stack.core.types.builtin.StatusCode;

/**
 * Stream of one DataSetWriter: a subscription whose notifications go through the group's inbox and
 * become DataSetMessages on the group's thread.
 */
final class DataSetWriterStream implements AutoCloseable {

  private final WriterGroupInbox inbox;
  private final StreamCounters counters;
  private final Session session;
  private final Subscription subscription;
  private final WriterReports reports;
  private final AwaitedReports awaited;
  private final ReportedValues reported;
  private final DataSetWriterMessages messages;
  private final WriterFields fields;
  private final RefusedItems refused = new RefusedItems();

  private volatile DataSetWriter writer;
  private volatile boolean heldBack;

  /** Batch of the group; called on the group's thread. */
  interface Batch {

    void add(DataSetMessage message);

    /** All messages of a notification were added. */
    void endOfNotification(DataSetWriterStream writer, MessageAcknowledgement notification);

    /** Values of a writer may be missing after all that was added. */
    void gap(DataSetWriterStream writer, NotificationGap gap);

    /** The description of a writer's DataSet is to be sent. */
    void describe(DataSetWriter writer, DataSetSource source, DataSetDescription description);

    /** Returns the numbers of a writer's messages. */
    MessageNumbers numbersOf(String writer);
  }

  DataSetWriterStream(
      String group,
      MessageFormat format,
      DataSetWriter writer,
      SessionPool sessions,
      WriterGroupInbox inbox,
      Batch batch,
      SubscriptionJournal journal,
      PendingGaps gaps,
      StreamCounters counters,
      Consumer<NodeWatchdog.Behavior> processEnd) {
    this.writer = writer;
    this.inbox = inbox;
    this.counters = counters;
    this.awaited = new AwaitedReports(inbox);
    this.session = sessions.open(writer.connection());
    this.messages =
        new DataSetWriterMessages(
            group,
            writer,
            new DataSetSource("", session.namespaces()),
            format,
            batch,
            counters,
            refused,
            new LateNodes(processEnd));
    if (journal.isResumed()) {
      messages.resume();
    }
    this.reports =
        new WriterReports(this, group, inbox, batch, counters, gaps, refused, awaited, messages);
    this.subscription = session.subscribe(writer.subscription(), reports, journal);
    this.fields =
        new WriterFields(
            group,
            format.namespaceFormat(),
            writer,
            session,
            subscription,
            inbox,
            refused,
            new CyclicReader(session, new CyclicValues()),
            messages);
    this.reported = new ReportedValues(fields::resolved, messages.values(), refused, awaited);
    fields.start();
  }

  /** Name of the number of a writer's last message among those that a restart goes on from. */
  static String numberProgress(String writer) {
    return "writer/" + writer;
  }

  /** Name of the number of the last notification of a subscription among those. */
  String progressOf(MessageAcknowledgement notification) {
    return StoredSubscriptions.progressOf(writer.name(), notification.subscription());
  }

  DataSetWriter writer() {
    return writer;
  }

  /** Returns its fields; used on the group's thread. */
  WriterFields fields() {
    return fields;
  }

  /** Returns its server as it was when it was connected to; on the group's thread. */
  DataSetSource source() {
    return messages.source();
  }

  /**
   * Returns whether an edit from the present writer to {@code next} leaves the subscription as it
   * is.
   */
  boolean canBecome(DataSetWriter next) {
    return writer.connection().equals(next.connection())
        && writer.endpointUrl().equals(next.endpointUrl())
        && writer.subscription().equals(next.subscription());
  }

  /** Goes on as {@code next}; on the group's thread. */
  void become(DataSetWriter next) {
    writer = next;
    fields.change(next);
  }

  void publishing(boolean enabled) {
    heldBack = !enabled;
    messages.watchdog().restart();
    subscription.publishing(enabled);
  }

  /** Returns whether the server is asked to keep its values for now. */
  boolean isHeldBack() {
    return heldBack;
  }

  /**
   * Time of {@link System#nanoTime} at which something is to be sent that no report of the server
   * brings; {@link Long#MAX_VALUE} for never, also while the server is asked to keep its values.
   */
  long nextNanos() {
    return heldBack ? Long.MAX_VALUE : messages.nextNanos(isConnected());
  }

  /** Sends what is due, if anything. */
  void sendWhatIsDue(long nowNanos) {
    if (!heldBack) {
      messages.sendWhatIsDue(isConnected(), nowNanos);
    }
  }

  boolean isConnected() {
    return sessionState() instanceof SessionState.Connected && subscription.isConnected();
  }

  boolean listensToSameServerAs(DataSetWriterStream other) {
    return writer.endpointUrl().equals(other.writer.endpointUrl());
  }

  /** Completed when it is known which items it monitors. */
  CompletableFuture<Void> begun() {
    return fields.begun();
  }

  /** Returns whether its items depend on which nodes the server has. */
  boolean isDynamic() {
    return fields.areDynamic();
  }

  /** The values that the server has reported, for a writer that takes over from another one. */
  ReportedValues reported() {
    return reported;
  }

  SessionState sessionState() {
    return session.state();
  }

  /** Status of this writer now. */
  WriterStatus status() {
    DataSetWriter present = writer;
    return WriterStatusBuilder.builder()
        .name(present.name())
        .endpointUrl(present.endpointUrl())
        .connection(present.connection())
        .state(session.state())
        .received(reports.received())
        .items(present.fields().size())
        .badItems(refused.size())
        .lateItems(messages.watchdog().late())
        .failures(this::failures)
        .build();
  }

  private Map<String, NodeFailure> failures() {
    Map<String, Instant> nextTries = isConnected() ? subscription.nextTries() : Map.of();
    Map<String, NodeFailure> failures = new HashMap<>();
    refused
        .all()
        .forEach(
            (key, refusal) ->
                failures.put(
                    key,
                    new NodeFailure(
                        refusal.status(),
                        refusal.reason(),
                        refusal.since(),
                        nextTries.getOrDefault(key, fields.nextLookUp(key)))));
    return failures;
  }

  /** Notes that values that were reported may be missing, which is told with the next ones. */
  void missed(NotificationGap gap) {
    reports.missed(gap);
  }

  /** Sends a key frame of the last values, if any has come; on the group's thread. */
  void sendKeyFrame() {
    messages.addKeyFrame(refused.statuses());
  }

  /** Items that the server does not monitor and its reason, by key. */
  Map<String, String> badItems() {
    return refused.reasons();
  }

  /**
   * Ends the subscription.
   *
   * @return done when nothing comes from it any more
   */
  CompletableFuture<Void> end() {
    return subscription.end().whenComplete((nothing, fault) -> ended());
  }

  /**
   * Ends here and leaves the subscription at the server for the next process.
   *
   * @return done when nothing comes from it any more
   */
  CompletableFuture<Void> leave() {
    return writer.subscription().transferred()
        ? subscription.leave().whenComplete((nothing, fault) -> ended())
        : end();
  }

  private void ended() {
    inbox.command(fields::end);
    reports.end();
    session.close();
  }

  @Override
  public void close() {
    end();
  }

  /** Reactions to late nodes. */
  private final class LateNodes implements LateNodeWatch.Reaction {

    private final Consumer<NodeWatchdog.Behavior> processEnd;

    LateNodes(Consumer<NodeWatchdog.Behavior> processEnd) {
      this.processEnd = processEnd;
    }

    @Override
    public SessionState session() {
      return sessionState();
    }

    @Override
    public boolean isMonitored() {
      // A subscription without items is settled, too.
      return begun().isDone() && subscription.isSettled();
    }

    @Override
    public boolean isBehind() {
      return inbox.values() > 0;
    }

    @Override
    public void reset(String why) {
      counters.add(StreamCounter.WATCHDOG_RESETS, 1);
      subscription.recreate(why);
    }

    @Override
    public void endProcess(NodeWatchdog.Behavior behavior) {
      processEnd.accept(behavior);
    }
  }

  /** Brings values that were read at intervals to the group's thread. */
  private final class CyclicValues implements CyclicReader.Receiver {

    @Override
    public boolean isReady() {
      return !heldBack;
    }

    @Override
    public void onValues(List<MonitoredItem> items, List<DataValue> values) {
      counters.add(StreamCounter.SAMPLED_VALUES, values.size());
      counters.add(StreamCounter.CYCLIC_READS, 1);
      inbox.command(
          () -> {
            messages.addValues(items, values);
            awaited.tell();
          });
    }

    @Override
    public void onStatus(MonitoredItem item, StatusCode status) {
      reports.onItemStatus(item, status, "");
    }
  }
}
