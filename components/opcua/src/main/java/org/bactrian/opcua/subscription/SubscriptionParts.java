package org.bactrian.opcua.subscription;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.bactrian.opcua.event.ServerEventFilter;
import org.bactrian.opcua.subscription.SubscriptionEngine.Connection;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.eclipse.milo.opcua.stack.core.types.structured.CreateSubscriptionResponse;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Subscriptions at the server over which one {@link Subscription} is spread: made, taken over from
 * a former process, kept for a later one, and deleted. Used on the session's executor only.
 */
final class SubscriptionParts {

  private static final Logger LOG = LoggerFactory.getLogger(SubscriptionParts.class);

  private final Supplier<SubscriptionEngine> engine;
  private final SubscriptionRequests requests;
  private final SubscriptionSnapshots snapshots;
  private final NotificationDelivery delivery;
  private final Runnable onForgotten;
  private final List<ServerSubscription> parts = new ArrayList<>();

  /**
   * @param engine of the session in which they are, which changes
   * @param snapshots of those that a former process left and of these
   * @param delivery where their messages go, and gaps
   * @param onForgotten called when the server does not have some any more, before the listener
   *     hears of it
   */
  SubscriptionParts(
      Supplier<SubscriptionEngine> engine,
      SubscriptionSettings settings,
      SubscriptionSnapshots snapshots,
      NotificationDelivery delivery,
      Runnable onForgotten) {
    this.engine = engine;
    this.requests = new SubscriptionRequests(engine.get(), settings);
    this.snapshots = snapshots;
    this.delivery = delivery;
    this.onForgotten = onForgotten;
  }

  /** Returns those that there are now; it does not change. */
  List<ServerSubscription> present() {
    return List.copyOf(parts);
  }

  /** Returns a view, which changes with them. */
  List<ServerSubscription> view() {
    return Collections.unmodifiableList(parts);
  }

  /** Listens to all of them over a connection. */
  void resume(Connection connection) {
    delivery.connected(connection.context());
    parts.forEach(part -> resume(connection, part));
  }

  private static void resume(Connection connection, ServerSubscription part) {
    part.heard();
    connection.publishing().add(part);
  }

  /**
   * Takes over what a former process left, as soon as it is known which items are wanted.
   *
   * @throws UaException when the server does not hand them over now; a later try may succeed
   */
  void adopt(
      Connection connection, Map<String, MonitoredItem> wanted, MonitoredItemReconciler items)
      throws UaException {
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
    transfer.lostByReason().forEach((why, lost) -> forget(lost, why));
    delivery.connected(connection.context());
    for (ServerSubscription part : adopted) {
      if (parts.contains(part)) {
        LOG.info(
            "{}: goes on with subscription {} of the former process",
            engine.get().server(),
            part.id());
        resume(connection, part);
        requests.modify(connection, part);
      }
    }
  }

  /** Makes another one at the server. */
  ServerSubscription create(Connection connection, boolean publishing) throws UaException {
    CreateSubscriptionResponse created = requests.create(connection, publishing);
    delivery.connected(connection.context());
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
        engine.get().limits().maxItemsPerServerSubscription(),
        connection.context().limits().itemsPerSubscription());
  }

  private void deliver(ServerSubscription part) {
    part.messages()
        .handOnTo(
            message -> delivery.message(part, message, engine.get()::encodingContext),
            new MessageGapRecovery(engine.get(), delivery, part)::schedule);
  }

  /** Keeps for a later process what has changed since the last time. */
  void save(MonitoredItemReconciler items) {
    parts.forEach(part -> snapshots.write(part, items.saved(part)));
  }

  /**
   * Stops or resumes publishing of those that do not yet.
   *
   * @throws UaException when the call failed as a whole
   */
  void publishing(Connection connection, boolean on) throws UaException {
    List<ServerSubscription> different =
        parts.stream().filter(part -> !part.isConfirmed(on)).toList();
    if (!different.isEmpty()) {
      requests.publishing(connection, different, on);
    }
  }

  /** The server does not have these any more; what was in them is made anew. */
  void forget(Set<ServerSubscription> gone, String why) {
    List<ServerSubscription> lost = parts.stream().filter(gone::contains).toList();
    if (lost.isEmpty()) {
      return;
    }
    parts.removeAll(lost);
    lost.forEach(ServerSubscription::forget);
    lost.forEach(snapshots::remove);
    onForgotten.run();
    LOG.warn("{}: {}, so the subscription is made again", engine.get().server(), why);
    if (lost.stream().anyMatch(part -> part.size() > 0)) {
      delivery.gap(GapCause.RECREATED, "The subscription is made again because " + why + ".");
    }
  }

  /** Deletes one whose items are made anew in another. */
  void replace(Connection connection, ServerSubscription part, String why) {
    delete(connection, Set.of(part));
    forget(Set.of(part), why);
  }

  /** Deletes those that the server does not report on any more. */
  void replaceSilent(Connection connection) {
    Set<ServerSubscription> silent = new HashSet<>(parts);
    silent.removeIf(part -> !part.isGone());
    if (!silent.isEmpty()) {
      delete(connection, silent);
      forget(silent, "the server does not report any more");
    }
  }

  /** Deletes those without items. */
  void deleteEmpty(Connection connection) {
    Set<ServerSubscription> empty = new HashSet<>(parts);
    empty.removeIf(part -> part.size() > 0);
    if (!empty.isEmpty()) {
      parts.removeAll(empty);
      delete(connection, empty);
    }
  }

  /** Deletes all at the server. */
  void deleteAll(Connection connection) {
    if (!parts.isEmpty()) {
      delete(connection, Set.copyOf(parts));
    }
    clear();
  }

  /** Leaves all to time out. */
  void clear() {
    parts.forEach(snapshots::remove);
    parts.clear();
  }

  private void delete(Connection connection, Set<ServerSubscription> old) {
    old.forEach(ServerSubscription::forget);
    old.forEach(snapshots::remove);
    old.forEach(connection.publishing()::remove);
    requests.delete(connection, old);
  }
}
