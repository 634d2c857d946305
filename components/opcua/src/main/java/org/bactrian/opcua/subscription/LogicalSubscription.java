package org.bactrian.opcua.subscription;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.bactrian.opcua.event.ServerEventFilter;
import org.bactrian.opcua.service.StatusText;
import org.bactrian.opcua.subscription.SubscriptionEngine.Connection;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.eclipse.milo.opcua.stack.core.types.structured.CreateSubscriptionResponse;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Subscription as its user sees it: the wanted items and the server subscriptions over which they
 * are spread. Calls to the server run on the session's executor.
 */
final class LogicalSubscription implements Subscription {

  private static final Logger LOG = LoggerFactory.getLogger(LogicalSubscription.class);

  private final SubscriptionSettings settings;
  private final NotificationDelivery delivery;
  private final AtomicBoolean closed = new AtomicBoolean();

  /** Engine of the session that it is in, which changes on the serial executor of that session. */
  private volatile SubscriptionEngine engine;

  private volatile Map<String, MonitoredItem> wanted = Map.of();
  private volatile boolean enabled = true;

  private volatile int monitored;
  private volatile int unmonitored;

  /** True when the server has answered for all items that are wanted. */
  private volatile boolean settled;

  /** Used on the serial executor only, as all below. */
  private final List<ServerSubscription> parts = new ArrayList<>();

  private final SubscriptionRequests requests;
  private final MonitoredItemReconciler items;
  private final SubscriptionSnapshots snapshots;
  private final SubscriptionFaultLog faults;

  /** The connection that the listener was told of last; null before the first. */
  private @Nullable Connection told;

  LogicalSubscription(
      SubscriptionEngine engine,
      SubscriptionSettings settings,
      SubscriptionListener listener,
      SubscriptionJournal journal) {
    this.engine = engine;
    this.settings = settings;
    this.snapshots = new SubscriptionSnapshots(journal);
    this.requests = new SubscriptionRequests(engine, settings);
    this.faults = new SubscriptionFaultLog(engine.server());
    this.delivery =
        new NotificationDelivery(
            engine.server(),
            listener,
            engine.workers(),
            engine.limits().maxQueuedMessages(),
            () -> onSerialExecutor(present -> applyPublishing()),
            item -> onSerialExecutor(present -> refreshRequired(item)),
            engine.counters());
    this.items =
        new MonitoredItemReconciler(
            engine.server(),
            engine.limits().itemRetry(),
            parts,
            delivery,
            this::createPart,
            this::replacePart,
            this::save);
  }

  @Override
  public SubscriptionSettings settings() {
    return settings;
  }

  @Override
  public CompletableFuture<Void> monitor(Collection<MonitoredItem> monitored) {
    if (closed.get()) {
      throw new IllegalStateException("The subscription is closed");
    }
    Map<String, MonitoredItem> byKey = new LinkedHashMap<>(monitored.size() * 2);
    for (MonitoredItem item : monitored) {
      if (byKey.put(item.key(), item) != null) {
        throw new IllegalArgumentException("Two items have the key \"" + item.key() + "\"");
      }
    }
    wanted = byKey;
    settled = false;
    if (engine.connection() == null) {
      return CompletableFuture.completedFuture(null);
    }
    CompletableFuture<Void> done = new CompletableFuture<>();
    onSerialExecutor(
        present -> {
          Connection connection = present.connection();
          if (connection != null) {
            reconcile(connection);
          }
          done.complete(null);
        });
    return done;
  }

  @Override
  public void publishing(boolean on) {
    enabled = on;
    onSerialExecutor(present -> applyPublishing());
  }

  @Override
  public void retryRefused() {
    onSerialExecutor(
        present -> {
          Connection connection = present.connection();
          if (connection != null && items.retryRefused()) {
            reconcile(connection);
          }
        });
  }

  @Override
  public void recreate(String why) {
    onSerialExecutor(
        present -> {
          Connection connection = present.connection();
          if (connection != null && !closed.get()) {
            parts().forEach(part -> replacePart(connection, part, why));
            reconcile(connection);
          }
        });
  }

  @Override
  public boolean isConnected() {
    return engine.connection() != null;
  }

  @Override
  public boolean isSettled() {
    return settled;
  }

  @Override
  public Map<String, Instant> nextTries() {
    return items.nextTries();
  }

  @Override
  public CompletableFuture<Void> end() {
    CompletableFuture<Void> delivered = delivery.end();
    if (closed.compareAndSet(false, true)) {
      engine.remove(this, delivered);
    }
    return delivered;
  }

  @Override
  public CompletableFuture<Void> leave() {
    CompletableFuture<Void> delivered = delivery.end();
    if (closed.compareAndSet(false, true)) {
      engine.leave(this, delivered);
    }
    return delivered;
  }

  /** Runs a task on the serial executor of the session that this is in by then. */
  void onSerialExecutor(Consumer<SubscriptionEngine> task) {
    SubscriptionEngine present = engine;
    present.onSerialExecutor(
        () -> {
          if (present == engine) {
            task.accept(present);
          } else {
            onSerialExecutor(task);
          }
        });
  }

  boolean isClosed() {
    return closed.get();
  }

  /** Returns the subscriptions at the server. */
  List<ServerSubscription> parts() {
    return List.copyOf(parts);
  }

  /** Messages that wait for the listener. */
  int waitingMessages() {
    return delivery.waiting();
  }

  /** Items that the server monitors. */
  int monitoredItems() {
    return monitored;
  }

  /** Items that the server should monitor and does not. */
  int unmonitoredItems() {
    return unmonitored;
  }

  /** The session is active, or another one that has the subscriptions now. */
  void resume(Connection connection) {
    tellOf(connection);
    for (ServerSubscription part : parts) {
      part.heard();
      connection.publishing().add(part);
    }
    items.connected();
  }

  @SuppressWarnings("ReferenceEquality") // each connect makes a connection
  private void tellOf(Connection connection) {
    if (told != connection) {
      told = connection;
      delivery.connected(connection.context());
    }
  }

  /** Takes over what a former process left, as soon as it is known which items are wanted. */
  private void adopt(Connection connection) throws UaException {
    List<SavedSubscription> former = snapshots.former();
    if (former.isEmpty() || wanted.isEmpty()) {
      return;
    }
    Map<String, ServerEventFilter> eventFilters =
        MonitoredItemResolver.eventFilters(connection, wanted);
    List<ServerSubscription> adopted =
        former.stream().map(left -> new ServerSubscription(left, capacity(connection))).toList();
    adopted.forEach(this::deliver);
    parts.addAll(adopted);
    for (int i = 0; i < adopted.size(); i++) {
      items.adopt(adopted.get(i), former.get(i).items(), wanted, eventFilters);
    }
    SubscriptionTransfer transfer;
    try {
      transfer =
          SubscriptionTransfer.toLaterProcess(
              connection.context(), adopted, snapshots.needsInitialValues());
      if (transfer.isFull()) {
        throw new UaException(StatusCodes.Bad_TooManySubscriptions);
      }
    } catch (UaException e) {
      parts.removeAll(adopted);
      adopted.forEach(ServerSubscription::forget);
      throw e;
    }
    snapshots.adopted();
    forget(transfer.lost());
    tellOf(connection);
    for (ServerSubscription part : adopted) {
      if (parts.contains(part)) {
        LOG.info(
            "{}: goes on with subscription {} of the former process", engine.server(), part.id());
        part.heard();
        connection.publishing().add(part);
        requests.modify(connection, part);
      }
    }
  }

  /** Keeps for a later process what has changed since the last time. */
  private void save() {
    parts.forEach(part -> snapshots.write(part, items.saved(part)));
  }

  /** Leaves what the former session has to time out; the next reconcile makes all anew. */
  void forgetAll(String why) {
    forget(Set.copyOf(parts), why);
  }

  /** The server does not have these any more, each for its reason. */
  void forget(Map<ServerSubscription, String> lost) {
    Map<String, Set<ServerSubscription>> byReason = new LinkedHashMap<>();
    lost.forEach((part, why) -> byReason.computeIfAbsent(why, w -> new HashSet<>()).add(part));
    byReason.forEach((why, gone) -> forget(gone, why));
  }

  /** The server does not have these any more; their items are made anew by the next reconcile. */
  private void forget(Set<ServerSubscription> gone, String why) {
    List<ServerSubscription> lost = parts.stream().filter(gone::contains).toList();
    if (lost.isEmpty()) {
      return;
    }
    parts.removeAll(lost);
    lost.forEach(ServerSubscription::forget);
    lost.forEach(snapshots::remove);
    count();
    LOG.warn("{}: {}, so the subscription is made again", engine.server(), why);
    if (lost.stream().anyMatch(part -> part.size() > 0)) {
      delivery.gap(GapCause.RECREATED, "The subscription is made again because " + why + ".");
    }
  }

  /** Makes the server's items the wanted ones, as far as it lets. */
  void reconcile(Connection connection) {
    if (closed.get()) {
      return;
    }
    try {
      adopt(connection);
      items.reconcile(connection, wanted);
      deleteEmptyParts(connection);
      save();
      items.refreshConditions(connection);
      faults.clear();
    } catch (UaException | RuntimeException e) {
      boolean full = StatusText.codeOf(e).value() == StatusCodes.Bad_TooManySubscriptions;
      if (full && overflows(connection)) {
        return;
      }
      // A fault that nobody foresaw concerns this subscription and must not end the others.
      items.failed(e);
      faults.note(e);
      SubscriptionEngine first = engine.first();
      if (full && first != null && parts.isEmpty()) {
        count();
        moveTo(first, false); // and waits there for room in any session
        return;
      }
    }
    count();
    applyPublishing();
  }

  /**
   * Moves to another session where the server has no room in this one, or waits until there is one.
   *
   * @return false where there is none
   */
  private boolean overflows(Connection connection) {
    SubscriptionOverflow.Next next = engine.overflow(this);
    if (next instanceof SubscriptionOverflow.Next.Unavailable) {
      return false;
    }
    if (next instanceof SubscriptionOverflow.Next.Ready ready) {
      for (ServerSubscription part : parts()) {
        replacePart(connection, part, "it needs a session that has room for more of it");
      }
      count();
      moveTo(ready.engine(), true);
    } else {
      count();
    }
    return true;
  }

  /** Nothing of this may be touched after: it belongs to the executor of the other session. */
  private void moveTo(SubscriptionEngine next, boolean atOnce) {
    SubscriptionEngine old = engine;
    engine = next;
    old.moveTo(next, this, atOnce);
  }

  /** Asks for everything in the session that it has come to. */
  void arrive(Connection connection) {
    items.connected();
    reconcile(connection);
  }

  private void count() {
    monitored = items.monitored();
    unmonitored = items.unmonitored();
    settled = items.isSettled(wanted);
  }

  /** Checks silence, refused items and the publishing mode every second. */
  void tick(Connection connection) {
    Set<ServerSubscription> gone = new HashSet<>(parts);
    gone.removeIf(part -> !part.isGone());
    if (!gone.isEmpty()) {
      delete(connection, gone);
      forget(gone, "the server does not report any more");
    }
    if (items.isDue(wanted)) {
      reconcile(connection);
    } else {
      applyPublishing();
      refreshConditions(connection);
    }
  }

  /** Notes a fault that nobody foresaw; what was to be done is tried again. */
  void failed(RuntimeException fault) {
    LOG.debug("{}: a subscription failed", engine.server(), fault);
    faults.note(fault);
  }

  private void refreshRequired(MonitoredItem item) {
    items.refreshRequired(item.key());
  }

  private void refreshConditions(Connection connection) {
    try {
      items.refreshConditions(connection);
    } catch (UaException e) {
      faults.note(e);
    }
  }

  /**
   * Removes everything from the server, if there is one.
   *
   * @return completed when what came from it was delivered
   */
  CompletableFuture<Void> dispose(@Nullable Connection connection) {
    closed.set(true);
    if (connection != null && !parts.isEmpty()) {
      delete(connection, Set.copyOf(parts));
    }
    parts.forEach(snapshots::remove);
    parts.clear();
    return delivery.end();
  }

  private void replacePart(Connection connection, ServerSubscription part, String why) {
    delete(connection, Set.of(part));
    forget(Set.of(part), why);
  }

  private void deleteEmptyParts(Connection connection) {
    Set<ServerSubscription> empty = new HashSet<>(parts);
    empty.removeIf(part -> part.size() > 0);
    if (!empty.isEmpty()) {
      parts.removeAll(empty);
      delete(connection, empty);
    }
  }

  private void delete(Connection connection, Set<ServerSubscription> old) {
    old.forEach(ServerSubscription::forget);
    old.forEach(snapshots::remove);
    old.forEach(connection.publishing()::remove);
    requests.delete(connection, old);
  }

  private ServerSubscription createPart(Connection connection) throws UaException {
    boolean publishing = wantsPublishing();
    CreateSubscriptionResponse created = requests.create(connection, publishing);
    tellOf(connection);
    ServerSubscription part =
        new ServerSubscription(
            created, connection.context().serverStart(), capacity(connection), publishing);
    deliver(part);
    parts.add(part);
    connection.publishing().add(part);
    return part;
  }

  private int capacity(Connection connection) {
    return Math.min(
        engine.limits().maxItemsPerServerSubscription(),
        connection.context().limits().itemsPerSubscription());
  }

  private void deliver(ServerSubscription part) {
    part.handOnTo(
        message -> delivery.message(part, message, engine::encodingContext),
        new MessageGapRecovery(engine, delivery, part)::schedule);
  }

  private void applyPublishing() {
    Connection connection = engine.connection();
    boolean on = wantsPublishing();
    List<ServerSubscription> different =
        parts.stream().filter(part -> !part.isConfirmed(on)).toList();
    if (connection == null || different.isEmpty()) {
      return;
    }
    try {
      requests.publishing(connection, different, on);
    } catch (UaException e) {
      faults.note(e);
    }
  }

  private boolean wantsPublishing() {
    return enabled && !delivery.isBacklogged();
  }
}
