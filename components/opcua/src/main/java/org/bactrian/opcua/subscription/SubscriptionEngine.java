package org.bactrian.opcua.subscription;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.bactrian.opcua.event.EventFilterResolver;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.eclipse.milo.opcua.stack.core.encoding.DefaultEncodingContext;
import org.eclipse.milo.opcua.stack.core.encoding.EncodingContext;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.UInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Maintains all subscriptions of one session at the server. After the session was restored they are
 * left as they are, in a new session they are transferred (Part 4, 5.14.7), and after a restart of
 * the server they are created again.
 *
 * <p>Whatever asks the server something runs on the session's serial executor, one at a time.
 */
public final class SubscriptionEngine {

  private static final Logger LOG = LoggerFactory.getLogger(SubscriptionEngine.class);
  private static final long TICK_MILLIS = 1_000;

  /** Reason of the gap of a subscription that the user does not want to be transferred. */
  static final String NOT_TRANSFERRED = "it is not to be transferred to another session";

  private final String server;
  private final SubscriptionLimits limits;
  private final Executor serialExecutor;
  private final Executor workers;
  private final ScheduledExecutorService timer;
  private final SubscriptionOverflow overflow;
  private final @Nullable SubscriptionEngine first;
  private final SubscriptionCounters counters = new SubscriptionCounters();
  private final List<LogicalSubscription> subscriptions = new CopyOnWriteArrayList<>();

  /** Subscriptions at the server that are left to a later process; of the serial executor. */
  private final List<ServerSubscription> left = new ArrayList<>();

  /** True when there is something in the list above. */
  private volatile boolean leaves;

  /** Of removed subscriptions, what is still being delivered. */
  private final Set<CompletableFuture<Void>> delivering = ConcurrentHashMap.newKeySet();

  /** Set on the serial executor only. */
  private volatile @Nullable Connection connection;

  /** Set on the serial executor only, as the one above. */
  private volatile @Nullable ServerContext last;

  private @Nullable ScheduledFuture<?> ticking;

  /** The server has refused a subscription in this session although it had no other one. */
  private volatile boolean refused;

  /** Used on the serial executor only. */
  private boolean closed;

  /**
   * @param server what the server is called in messages
   * @param serialExecutor runs the tasks of the session one after the other
   * @param workers runs listeners, which may block
   * @param timer triggers and never blocks
   * @param overflow sessions for what the server refuses in this one
   * @param first the session whose overflow this one takes, null for none
   */
  public SubscriptionEngine(
      String server,
      SubscriptionLimits limits,
      Executor serialExecutor,
      Executor workers,
      ScheduledExecutorService timer,
      SubscriptionOverflow overflow,
      @Nullable SubscriptionEngine first) {
    this.server = server;
    this.limits = limits;
    this.serialExecutor = serialExecutor;
    this.workers = workers;
    this.timer = timer;
    this.overflow = overflow;
    this.first = first;
  }

  /**
   * A subscription that lasts until it is closed.
   *
   * @param journal where it is kept for a later process
   */
  public Subscription subscribe(
      SubscriptionSettings settings, SubscriptionListener listener, SubscriptionJournal journal) {
    LogicalSubscription subscription = new LogicalSubscription(this, settings, listener, journal);
    subscriptions.add(subscription);
    return subscription;
  }

  /** Returns whether there are subscriptions, or some are left to a later process. */
  public boolean isInUse() {
    return !subscriptions.isEmpty() || leaves;
  }

  /** Returns whether the server refused a subscription although this session had no other one. */
  public boolean isRefused() {
    return refused;
  }

  /** Counts of the subscriptions; to be called by any thread. */
  public SubscriptionCounts counts() {
    Connection present = connection;
    List<LogicalSubscription> now = List.copyOf(subscriptions);
    return new SubscriptionCounts(
        counters.messages.sum(),
        counters.values.sum(),
        counters.gaps.sum(),
        now.size(),
        now.stream().mapToInt(LogicalSubscription::monitoredItems).sum(),
        now.stream().mapToInt(LogicalSubscription::unmonitoredItems).sum(),
        now.stream().mapToInt(LogicalSubscription::waitingMessages).sum(),
        present == null ? PublishRequestCounts.idle(counters) : present.publishing().counts());
  }

  /**
   * There is an active session. To be called on the serial executor.
   *
   * @throws UaException when it was lost again before the subscriptions had moved to it; they still
   *     belong to the session before
   */
  public void connected(ServerContext context) throws UaException {
    disconnected();
    Connection fresh =
        new Connection(
            context,
            new PublishLoop(
                server,
                context.client(),
                limits,
                counters,
                () -> serialExecutor.execute(this::tick),
                id -> serialExecutor.execute(() -> deleteUnknown(context, id))),
            new MonitoredItemCalls(context, limits.maxItemsPerCall()),
            new EventFilterResolver(context.client()),
            new ConditionRefresher(server, context.client()),
            new NodeRegistrations(server, context.client()),
            new TriggerLinks(server, context.client()));
    connection = fresh;
    if (last != null && !last.sessionId().equals(context.sessionId())) {
      moveTo(fresh);
    }
    last = context;
    each(s -> s.resume(fresh));
    fresh.publishing().pump();
    ticking =
        timer.scheduleWithFixedDelay(
            () -> serialExecutor.execute(this::tick),
            TICK_MILLIS,
            TICK_MILLIS,
            TimeUnit.MILLISECONDS);
    subscriptions.forEach(s -> s.reconcile(fresh));
  }

  /** There is no active session any more. To be called on the serial executor. */
  public void disconnected() {
    if (connection != null) {
      connection.publishing().stop();
      connection = null;
    }
    if (ticking != null) {
      ticking.cancel(false);
      ticking = null;
    }
  }

  /**
   * Removes all subscriptions from the server. To be called on the serial executor.
   *
   * @return completed when what came from it was delivered
   */
  public CompletableFuture<Void> close() {
    each(s -> delivering.add(s.dispose(connection)));
    subscriptions.clear();
    closed = true;
    disconnected();
    return CompletableFuture.allOf(delivering.toArray(CompletableFuture[]::new));
  }

  /**
   * Returns whether subscriptions at the server are left to a later process, so that the end of the
   * session must not delete them.
   */
  public boolean isLeaving() {
    return leaves;
  }

  /** A subscription takes nothing more, and stays at the server. */
  void leave(LogicalSubscription subscription, CompletableFuture<Void> delivered) {
    waitFor(delivered);
    subscription.onSerialExecutor(present -> present.keep(subscription));
  }

  void remove(LogicalSubscription subscription, CompletableFuture<Void> delivered) {
    subscriptions.remove(subscription);
    waitFor(delivered);
    subscription.onSerialExecutor(present -> present.delete(subscription));
  }

  private void waitFor(CompletableFuture<Void> delivered) {
    delivering.add(delivered);
    delivered.whenComplete((all, fault) -> delivering.remove(delivered));
  }

  private void keep(LogicalSubscription subscription) {
    subscriptions.remove(subscription);
    left.addAll(subscription.parts());
    leaves = !left.isEmpty();
  }

  private void delete(LogicalSubscription subscription) {
    subscriptions.remove(subscription);
    subscription.dispose(connection);
    Connection now = connection;
    if (now != null) {
      now.publishing().pump();
    }
  }

  /**
   * Finds another session for a subscription that the server refuses in this one. To be called on
   * the serial executor.
   */
  SubscriptionOverflow.Next overflow(LogicalSubscription subscription) {
    boolean hasOthers =
        !left.isEmpty()
            || subscriptions.stream()
                .anyMatch(other -> other != subscription && !other.parts().isEmpty());
    refused = !hasOthers;
    // A server that refuses the only one refuses it in any session.
    return hasOthers ? overflow.next() : new SubscriptionOverflow.Next.Unavailable();
  }

  /**
   * Returns the session whose overflow this one takes, for a subscription that has to wait for room
   * in any; null where this is the first.
   */
  @Nullable SubscriptionEngine first() {
    return first;
  }

  /** Hands a subscription over, which has nothing at the server. */
  void moveTo(SubscriptionEngine next, LogicalSubscription subscription, boolean atOnce) {
    subscriptions.remove(subscription);
    next.subscriptions.add(subscription);
    next.serialExecutor.execute(() -> next.arrived(subscription, atOnce));
  }

  private void arrived(LogicalSubscription subscription, boolean atOnce) {
    Connection now = connection;
    if (closed || subscription.isClosed()) {
      delete(subscription);
    } else if (now != null && atOnce) {
      subscription.arrive(now);
    }
  }

  void onSerialExecutor(Runnable task) {
    serialExecutor.execute(task);
  }

  Executor workers() {
    return workers;
  }

  ScheduledExecutorService timer() {
    return timer;
  }

  SubscriptionLimits limits() {
    return limits;
  }

  SubscriptionCounters counters() {
    return counters;
  }

  String server() {
    return server;
  }

  /**
   * The present connection; null while there is none. On the serial executor it does not change.
   */
  @Nullable Connection connection() {
    return connection;
  }

  /** Context that decodes messages within this client's limits, also after a connection. */
  EncodingContext encodingContext() {
    ServerContext server = last;
    return server == null
        ? DefaultEncodingContext.INSTANCE
        : server.client().getStaticEncodingContext();
  }

  private void moveTo(Connection fresh) throws UaException {
    List<ServerSubscription> parts = new ArrayList<>();
    for (LogicalSubscription subscription : subscriptions) {
      if (subscription.settings().transferred()) {
        parts.addAll(subscription.parts());
      } else {
        subscription.forgetAll(NOT_TRANSFERRED);
      }
    }
    if (parts.isEmpty()) {
      return;
    }
    SubscriptionTransfer transfer = SubscriptionTransfer.to(fresh.context(), parts);
    transfer.lostByReason().forEach((why, lost) -> each(s -> s.forget(lost, why)));
  }

  /**
   * A subscription whose creation or deletion was not answered still takes publish requests of this
   * session, and so would live as long as the session does.
   */
  @SuppressWarnings("ReferenceEquality") // each connect makes a context
  private void deleteUnknown(ServerContext context, UInteger id) {
    Connection now = connection;
    boolean known =
        Stream.concat(
                left.stream(),
                subscriptions.stream().flatMap(subscription -> subscription.parts().stream()))
            .anyMatch(part -> part.id().equals(id));
    if (now == null || now.context() != context || known) {
      return;
    }
    try {
      LOG.debug("{}: deleting subscription {}, which nobody holds", server, id);
      context.client().deleteSubscriptions(List.of(id));
    } catch (UaException e) {
      LOG.debug("{}: subscription {} cannot be deleted", server, id, e);
    }
  }

  private void tick() {
    Connection now = connection;
    if (now != null) {
      each(s -> s.tick(now));
      now.publishing().pump();
      overflow.closeUnused();
    }
  }

  /** Applies an action to each subscription; an unforeseen fault of one does not end the others. */
  private void each(Consumer<LogicalSubscription> action) {
    for (LogicalSubscription subscription : subscriptions) {
      try {
        action.accept(subscription);
      } catch (RuntimeException e) {
        subscription.failed(e);
      }
    }
  }

  /** Parts of a connection. */
  record Connection(
      ServerContext context,
      PublishLoop publishing,
      MonitoredItemCalls items,
      EventFilterResolver eventFilters,
      ConditionRefresher conditions,
      NodeRegistrations registrations,
      TriggerLinks triggers) {}
}
