package org.bactrian.opcua.subscription;

import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.bactrian.opcua.service.StatusText;
import org.bactrian.opcua.subscription.SubscriptionEngine.Connection;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.UaException;
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
  private final SubscriptionParts parts;

  private final MonitoredItemReconciler items;
  private final SubscriptionFaultLog faults;

  LogicalSubscription(
      SubscriptionEngine engine,
      SubscriptionSettings settings,
      SubscriptionListener listener,
      SubscriptionJournal journal) {
    this.engine = engine;
    this.settings = settings;
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
    this.parts =
        new SubscriptionParts(
            () -> this.engine, settings, new SubscriptionSnapshots(journal), delivery, this::count);
    this.items =
        new MonitoredItemReconciler(
            engine.server(),
            engine.limits().itemRetry(),
            parts.view(),
            delivery,
            connection -> parts.create(connection, wantsPublishing()),
            parts::replace,
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
            parts().forEach(part -> parts.replace(connection, part, why));
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
    return parts.present();
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
    parts.resume(connection);
    items.connected();
  }

  private void save() {
    parts.save(items);
  }

  /** Leaves what the former session has to time out; the next reconcile makes all anew. */
  void forgetAll(String why) {
    parts.forget(Set.copyOf(parts.present()), why);
  }

  /** The server does not have these any more; the next reconcile makes their items anew. */
  void forget(Set<ServerSubscription> lost, String why) {
    parts.forget(lost, why);
  }

  /** Makes the server's items the wanted ones, as far as it lets. */
  void reconcile(Connection connection) {
    if (closed.get()) {
      return;
    }
    try {
      parts.adopt(connection, wanted, items);
      items.reconcile(connection, wanted);
      parts.deleteEmpty(connection);
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
      if (full && first != null && parts.present().isEmpty()) {
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
        parts.replace(connection, part, "it needs a session that has room for more of it");
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
    parts.replaceSilent(connection);
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
    if (connection == null) {
      parts.clear();
    } else {
      parts.deleteAll(connection);
    }
    return delivery.end();
  }

  private void applyPublishing() {
    Connection connection = engine.connection();
    if (connection == null) {
      return;
    }
    try {
      parts.publishing(connection, wantsPublishing());
    } catch (UaException e) {
      faults.note(e);
    }
  }

  private boolean wantsPublishing() {
    return enabled && !delivery.isBacklogged();
  }
}
