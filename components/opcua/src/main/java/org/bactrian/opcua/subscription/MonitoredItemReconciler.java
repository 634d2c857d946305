package org.bactrian.opcua.subscription;

import static org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.Unsigned.uint;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Predicate;
import org.bactrian.model.time.Backoff;
import org.bactrian.opcua.event.ServerEventFilter;
import org.bactrian.opcua.service.StatusText;
import org.bactrian.opcua.subscription.SubscriptionEngine.Connection;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.eclipse.milo.opcua.stack.core.types.builtin.StatusCode;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.UInteger;

/**
 * Reconciles the items at the server with the wanted ones, changing only those that differ, and
 * retries refused ones after a while. Used on the session's executor only.
 */
final class MonitoredItemReconciler {

  private final Backoff retry;
  private final List<ServerSubscription> parts;
  private final NotificationDelivery delivery;
  private final PartDisposal oldPart;
  private final Map<String, MonitoredItemEntry> entries = new LinkedHashMap<>();

  /** Items that were asked for last, to see a difference to those asked for now. */
  private Map<String, MonitoredItem> reconciled = Map.of();

  /** Times of the next attempts at refused items, by their keys; read by any thread. */
  private final ConcurrentMap<String, Instant> nextTries = new ConcurrentHashMap<>();

  /** Time of the next attempt at what is unfinished, in nanoseconds of the system's timer. */
  private long unfinishedRetryNanos = System.nanoTime();

  private final RefusedItemLog refusals;
  private final MonitoredItemCreator creator;

  /** Deletes a subscription at the server, so that all its items are made anew elsewhere. */
  @FunctionalInterface
  interface PartDisposal {
    void delete(Connection connection, ServerSubscription part, String why);
  }

  MonitoredItemReconciler(
      String server,
      Backoff retry,
      List<ServerSubscription> parts,
      NotificationDelivery delivery,
      MonitoredItemCreator.PartFactory newPart,
      PartDisposal oldPart,
      Runnable onPlaced) {
    this.retry = retry;
    this.refusals = new RefusedItemLog(server, retry);
    this.parts = parts;
    this.delivery = delivery;
    this.oldPart = oldPart;
    this.creator = new MonitoredItemCreator(server, parts, newPart, onPlaced, this::answered);
  }

  /**
   * Something went wrong with the whole; what is missing is tried again after the delay, or as soon
   * as there is a connection again.
   */
  void failed(Exception fault) {
    boolean lost = StatusText.meansLostConnection(fault);
    long next = System.nanoTime() + retry.first().toNanos();
    unfinishedRetryNanos = next;
    for (MonitoredItemEntry entry : entries.values()) {
      if (!entry.isMonitored()) {
        if (lost) {
          entry.retryNanos = next;
        } else {
          answered(entry, StatusText.codeOf(fault), "");
        }
      }
    }
  }

  /** True when the server has to be asked for something now. */
  boolean isDue(Map<String, MonitoredItem> wanted) {
    long now = System.nanoTime();
    boolean due = reconciled != wanted;
    boolean retriesUnfinished = unfinishedRetryNanos - now <= 0;
    for (ServerSubscription part : parts) {
      due |= retriesUnfinished && (part.isUncertain() || !part.obsolete().isEmpty());
    }
    // A plain loop, since this is asked every second for all items of a server.
    Iterator<MonitoredItemEntry> all = entries.values().iterator();
    while (!due && all.hasNext()) {
      MonitoredItemEntry entry = all.next();
      due =
          entry.isMonitored()
              ? retriesUnfinished && entry.isOutdated()
              : entry.retryNanos - now <= 0;
    }
    return due;
  }

  /** True when the server has answered for all items that are wanted. */
  boolean isSettled(Map<String, MonitoredItem> wanted) {
    return reconciled == wanted
        && entries.values().stream().allMatch(entry -> entry.isMonitored() || entry.isRefused());
  }

  /**
   * There is another connection, so nothing waits for a delay any more, and conditions may have
   * changed unnoticed.
   */
  void connected() {
    unfinishedRetryNanos = System.nanoTime();
    for (MonitoredItemEntry entry : entries.values()) {
      entry.retryNanos = unfinishedRetryNanos;
      entry.refusals = 0;
      entry.refreshDue = entry.wantsRefresh();
      entry.refreshedNanos = null;
    }
  }

  /** Makes refused items due, and returns whether there are any. */
  boolean retryRefused() {
    List<MonitoredItemEntry> refused =
        entries.values().stream().filter(entry -> !entry.isMonitored()).toList();
    for (MonitoredItemEntry entry : refused) {
      entry.retryNanos = System.nanoTime();
      entry.refusals = 0;
    }
    return !refused.isEmpty();
  }

  /** Returns when refused items are tried again, by their keys; may be called by any thread. */
  Map<String, Instant> nextTries() {
    return Map.copyOf(nextTries);
  }

  /** The server asks for a refresh of the conditions of an item. */
  void refreshRequired(String key) {
    MonitoredItemEntry entry = entries.get(key);
    if (entry != null) {
      entry.refreshDue = entry.wantsRefresh();
    }
  }

  /**
   * Asks for the conditions that are due.
   *
   * @throws UaException when the call failed as a whole; it is repeated by the next call of this
   */
  void refreshConditions(Connection connection) throws UaException {
    connection.conditions().refresh(entries.values());
  }

  /** Number of items that the server monitors. */
  int monitored() {
    return (int) entries.values().stream().filter(MonitoredItemEntry::isMonitored).count();
  }

  /** Number of items that are wanted and not monitored. */
  int unmonitored() {
    return entries.size() - monitored();
  }

  /**
   * Makes the items those that are wanted. Each step leaves behind what the next try needs, so a
   * connection may break at any of them.
   */
  void reconcile(Connection connection, Map<String, MonitoredItem> wanted) throws UaException {
    want(wanted);
    for (ServerSubscription part : List.copyOf(parts)) {
      if (part.isUncertain()) {
        compareWithServer(connection, part);
      }
      if (!part.isForgotten()) {
        deleteObsolete(connection, part);
      }
    }
    modifyOutdated(connection);
    createMissing(connection);
    connection.triggers().link(entries);
    refusals.tell(entries.values());
  }

  /**
   * Takes items over that a former process has made, as far as they are wanted still. The server is
   * asked for what it has before anything else is done with them.
   *
   * @param eventFilters filters of those wanted items that bring events, by their keys
   */
  void adopt(
      ServerSubscription part,
      List<SavedSubscription.SavedItem> saved,
      Map<String, MonitoredItem> wanted,
      Map<String, ServerEventFilter> eventFilters) {
    for (SavedSubscription.SavedItem former : saved) {
      MonitoredItem item = wanted.get(former.key());
      ServerEventFilter filter = eventFilters.get(former.key());
      if (item != null && former.canBecome(item, filter != null)) {
        MonitoredItemEntry entry = new MonitoredItemEntry(item);
        entry.adopt(part, former, filter);
        entry.refreshDue = entry.wantsRefresh();
        entries.put(former.key(), entry);
        if (entry.isMonitored()) {
          answered(entry, StatusCode.GOOD, "");
        }
      } else if (former.id() != 0) {
        part.obsolete().add(uint(former.id()));
      }
    }
    part.setUncertain(true);
  }

  /** Items of a subscription that the server was asked for. */
  List<SavedSubscription.SavedItem> saved(ServerSubscription part) {
    return entries.values().stream()
        .filter(entry -> entry.isPlaced() && entry.part == part)
        .map(MonitoredItemEntry::saved)
        .toList();
  }

  /** Writes down what is wanted; the server is not asked yet. */
  private void want(Map<String, MonitoredItem> wanted) {
    Iterator<MonitoredItemEntry> all = entries.values().iterator();
    while (all.hasNext()) {
      MonitoredItemEntry entry = all.next();
      MonitoredItem now = wanted.get(entry.item.key());
      if (now == null || !entry.canBecome(now)) {
        removeObsolete(entry);
        nextTries.remove(entry.item.key());
        all.remove();
      } else if (!entry.item.equals(now)) {
        entry.want(now);
        entry.retryNanos = System.nanoTime();
      }
    }
    wanted.forEach((key, item) -> entries.computeIfAbsent(key, k -> new MonitoredItemEntry(item)));
    reconciled = wanted;
  }

  /** An item that the server has not answered for is found by the comparison with the server. */
  private static void removeObsolete(MonitoredItemEntry entry) {
    ServerSubscription part = entry.placed();
    if (part != null && entry.id != null) {
      part.obsolete().add(entry.id);
    }
    if (part != null) {
      entry.remove();
    }
  }

  /**
   * Finds out what became of items when an answer was lost: those that the server has made are
   * kept, or are deleted where they are not wanted any more, the others are made. Where the server
   * does not tell, its subscription is deleted, since items made anew in it might be doubled.
   */
  private void compareWithServer(Connection connection, ServerSubscription part)
      throws UaException {
    Optional<Map<Integer, UInteger>> told = connection.items().idsByHandle(part);
    if (told.isEmpty() && part.isRestored() && knowsAllIdsOf(part)) {
      part.setUncertain(false);
      return;
    }
    if (told.isEmpty()) {
      for (MonitoredItemEntry entry : entries.values()) {
        if (entry.isPlaced() && entry.part == part) {
          entry.retryNanos = System.nanoTime();
        }
      }
      oldPart.delete(
          connection, part, "an answer was lost and the server does not tell which items it has");
      return;
    }
    Map<Integer, UInteger> present = new HashMap<>(told.get());
    for (MonitoredItemEntry entry : entries.values()) {
      if (entry.isPlaced() && entry.part == part) {
        UInteger id = present.remove(entry.handle);
        if (id != null) {
          boolean news = entry.id == null;
          entry.id = id;
          if (news) {
            answered(entry, StatusCode.GOOD, "");
          }
        } else {
          entry.remove();
          entry.retryNanos = System.nanoTime();
        }
      }
    }
    part.obsolete().addAll(present.values());
    part.setUncertain(false);
  }

  private boolean knowsAllIdsOf(ServerSubscription part) {
    return entries.values().stream()
        .filter(entry -> entry.isPlaced() && entry.part == part)
        .allMatch(MonitoredItemEntry::isMonitored);
  }

  private void modifyOutdated(Connection connection) throws UaException {
    Map<ServerSubscription, List<MonitoredItemEntry>> outdated = new HashMap<>();
    for (MonitoredItemEntry entry : entries.values()) {
      if (entry.isOutdated()) {
        outdated.computeIfAbsent(entry.part, p -> new ArrayList<>()).add(entry);
      }
    }
    for (Map.Entry<ServerSubscription, List<MonitoredItemEntry>> part : outdated.entrySet()) {
      List<MonitoredItemEntry> refused = new ArrayList<>();
      connection
          .items()
          .modify(
              part.getKey(),
              part.getValue(),
              (entry, result) -> {
                if (result.getStatusCode().isBad()) {
                  refused.add(entry);
                } else {
                  entry.applied = entry.item;
                  answered(entry, result.getStatusCode(), "");
                }
              });
      // What cannot be changed is made anew, so that the old way does not go on unnoticed.
      refused.forEach(MonitoredItemReconciler::removeObsolete);
      refused.forEach(entry -> entry.retryNanos = System.nanoTime());
      deleteObsolete(connection, part.getKey());
    }
  }

  private static void deleteObsolete(Connection connection, ServerSubscription part)
      throws UaException {
    connection.items().delete(part, part.obsolete());
    part.obsolete().clear();
  }

  private void createMissing(Connection connection) throws UaException {
    creator.create(connection, due(entry -> !entry.item.isTriggered()));
    List<MonitoredItemEntry> triggered = due(entry -> entry.item.isTriggered());
    if (!triggered.isEmpty()) {
      creator.createBesideTriggers(connection, triggered, entries);
    }
  }

  private List<MonitoredItemEntry> due(Predicate<MonitoredItemEntry> wanted) {
    long now = System.nanoTime();
    return entries.values().stream()
        .filter(entry -> !entry.isPlaced() && entry.retryNanos - now <= 0)
        .filter(wanted)
        .toList();
  }

  private void answered(MonitoredItemEntry entry, StatusCode status, String detail) {
    if (status.isBad()) {
      Duration wait = retry.inStep(++entry.refusals);
      entry.retryNanos = System.nanoTime() + wait.toNanos();
      nextTries.put(entry.item.key(), Instant.now().plus(wait));
    } else {
      entry.refusals = 0;
      nextTries.remove(entry.item.key());
    }
    if (!status.equals(entry.status) || !detail.equals(entry.detail)) {
      entry.status = status;
      entry.detail = detail;
      delivery.status(entry.item, status, detail);
    }
  }
}
