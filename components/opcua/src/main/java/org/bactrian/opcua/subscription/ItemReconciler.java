package org.bactrian.opcua.subscription;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.bactrian.opcua.service.StatusText;
import org.bactrian.opcua.subscription.SubscriptionEngine.Connection;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.StatusCode;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.UInteger;
import org.eclipse.milo.opcua.stack.core.types.structured.MonitoredItemCreateResult;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the items at the server the wanted ones, touching only those that differ, and tries refused
 * ones again after a while. Used on the lane only.
 */
final class ItemReconciler {

  private static final Logger LOG = LoggerFactory.getLogger(ItemReconciler.class);
  private static final double MUCH = 1.5;

  private final String server;
  private final long retryNanos;
  private final List<ServerSubscription> parts;
  private final Delivery delivery;
  private final PartFactory newPart;
  private final Map<String, ItemEntry> entries = new LinkedHashMap<>();

  /** What was asked for last, to see whether something else is asked for now. */
  private Map<String, MonitoredItem> reconciled = Map.of();

  private String lastRefusals = "";

  /** Makes a subscription at the server and adds it to the parts. */
  @FunctionalInterface
  interface PartFactory {
    ServerSubscription create(Connection connection) throws UaException;
  }

  ItemReconciler(
      String server,
      Duration retryDelay,
      List<ServerSubscription> parts,
      Delivery delivery,
      PartFactory newPart) {
    this.server = server;
    this.retryNanos = retryDelay.toNanos();
    this.parts = parts;
    this.delivery = delivery;
    this.newPart = newPart;
  }

  /** The subscriptions are gone with the items in them. */
  void unplace(Set<ServerSubscription> gone) {
    for (ItemEntry entry : entries.values()) {
      if (gone.contains(entry.part)) {
        entry.unplace();
        entry.retryNanos = System.nanoTime();
      }
    }
  }

  /**
   * Something went wrong with the whole; what is missing is tried again after the delay, or as soon
   * as there is a connection again.
   */
  void failed(Exception fault) {
    boolean lost = StatusText.meansLostConnection(fault);
    long next = System.nanoTime() + retryNanos;
    for (ItemEntry entry : entries.values()) {
      if (!entry.isMonitored()) {
        if (!lost) {
          answered(entry, StatusText.codeOf(fault));
        }
        entry.retryNanos = next;
      }
    }
  }

  /** Whether an item waits to be tried. */
  boolean isDue(Map<String, MonitoredItem> wanted) {
    long now = System.nanoTime();
    return reconciled != wanted
        || entries.values().stream().anyMatch(e -> !e.isMonitored() && e.retryNanos - now <= 0);
  }

  /** There is another connection, so nothing waits for a delay any more. */
  void retryNow() {
    entries.values().forEach(entry -> entry.retryNanos = System.nanoTime());
  }

  /** How many items the server monitors. */
  int monitored() {
    return (int) entries.values().stream().filter(ItemEntry::isMonitored).count();
  }

  /** How many items are wanted and not monitored. */
  int unmonitored() {
    return entries.size() - monitored();
  }

  void reconcile(Connection connection, Map<String, MonitoredItem> wanted) throws UaException {
    removeUnwanted(connection, wanted);
    modifyChanged(connection, wanted);
    wanted.forEach((key, item) -> entries.computeIfAbsent(key, k -> new ItemEntry(item)));
    reconciled = wanted;
    createMissing(connection);
    tellOfRefusals();
  }

  private void removeUnwanted(Connection connection, Map<String, MonitoredItem> wanted)
      throws UaException {
    Map<ServerSubscription, List<UInteger>> doomed = new HashMap<>();
    Iterator<ItemEntry> all = entries.values().iterator();
    while (all.hasNext()) {
      ItemEntry entry = all.next();
      MonitoredItem now = wanted.get(entry.item.key());
      if (now != null && entry.canBecome(now)) {
        continue;
      }
      if (entry.isMonitored()) {
        doomed.computeIfAbsent(entry.part, p -> new ArrayList<>()).add(entry.id);
        entry.part.remove(entry.handle);
      }
      all.remove();
    }
    for (Map.Entry<ServerSubscription, List<UInteger>> part : doomed.entrySet()) {
      connection.items().delete(part.getKey(), part.getValue());
    }
  }

  private void modifyChanged(Connection connection, Map<String, MonitoredItem> wanted)
      throws UaException {
    Map<ServerSubscription, List<ItemEntry>> changed = new HashMap<>();
    for (ItemEntry entry : entries.values()) {
      MonitoredItem now = wanted.get(entry.item.key());
      if (!entry.item.equals(now)) {
        entry.item = now;
        if (entry.isMonitored()) {
          entry.part.replace(entry.handle, now);
          changed.computeIfAbsent(entry.part, p -> new ArrayList<>()).add(entry);
        } else {
          entry.retryNanos = System.nanoTime();
        }
      }
    }
    for (Map.Entry<ServerSubscription, List<ItemEntry>> part : changed.entrySet()) {
      List<ItemEntry> refused = new ArrayList<>();
      connection
          .items()
          .modify(
              part.getKey(),
              part.getValue(),
              (entry, result) -> {
                if (result.getStatusCode().isBad()) {
                  refused.add(entry);
                } else {
                  answered(entry, result.getStatusCode());
                }
              });
      // What cannot be changed is made anew, so that the old way does not go on unnoticed.
      connection.items().delete(part.getKey(), refused.stream().map(e -> e.id).toList());
      refused.forEach(ItemReconciler::remove);
      refused.forEach(entry -> entry.retryNanos = System.nanoTime());
    }
  }

  private void createMissing(Connection connection) throws UaException {
    long now = System.nanoTime();
    List<ItemEntry> missing =
        new ArrayList<>(
            entries.values().stream()
                .filter(e -> !e.isMonitored() && e.retryNanos - now <= 0)
                .toList());
    List<ItemCalls.Creation> creations = resolve(connection, missing);
    Revisions revisions = new Revisions();
    while (!creations.isEmpty()) {
      ServerSubscription part = partWithRoom(connection);
      int count = Math.min(part.room(), creations.size());
      List<ItemCalls.Creation> some = creations.subList(0, count);
      List<ItemCalls.Creation> tooMany = createIn(connection, part, some, revisions);
      creations = new ArrayList<>(creations.subList(count, creations.size()));
      if (!tooMany.isEmpty() && part.size() > 0) {
        // This subscription is full at the server; another one may take the rest.
        part.setFull();
        creations.addAll(0, tooMany);
      } else if (!tooMany.isEmpty()) {
        creations.addAll(0, tooMany);
        creations.forEach(
            c -> answered(c.entry(), new StatusCode(StatusCodes.Bad_TooManyMonitoredItems)));
        break;
      }
    }
    revisions.log(server);
  }

  private ServerSubscription partWithRoom(Connection connection) throws UaException {
    for (ServerSubscription part : parts) {
      if (part.room() > 0) {
        return part;
      }
    }
    return newPart.create(connection);
  }

  /** Creates items and returns those that the server has no room for. */
  private List<ItemCalls.Creation> createIn(
      Connection connection,
      ServerSubscription part,
      List<ItemCalls.Creation> creations,
      Revisions revisions)
      throws UaException {
    for (ItemCalls.Creation creation : creations) {
      ItemEntry entry = creation.entry();
      entry.place(part, part.add(entry.item));
    }
    List<ItemCalls.Creation> tooMany = new ArrayList<>();
    Map<ItemEntry, ItemCalls.Creation> byEntry = new HashMap<>();
    creations.forEach(c -> byEntry.put(c.entry(), c));
    try {
      connection
          .items()
          .create(
              part,
              creations,
              (entry, result) -> {
                StatusCode status = result.getStatusCode();
                if (status.isGood()) {
                  entry.id = result.getMonitoredItemId();
                  answered(entry, status);
                  revisions.add(entry.item, result);
                } else {
                  remove(entry);
                  if (status.value() == StatusCodes.Bad_TooManyMonitoredItems) {
                    tooMany.add(byEntry.get(entry));
                  } else {
                    answered(entry, status);
                  }
                }
              });
    } catch (UaException | RuntimeException e) {
      List<ItemCalls.Creation> unanswered =
          creations.stream().filter(c -> c.entry().isMonitored() && c.entry().id == null).toList();
      unanswered.forEach(c -> remove(c.entry()));
      if (StatusText.codeOf(e).value() != StatusCodes.Bad_TooManyMonitoredItems) {
        throw e;
      }
      tooMany.addAll(unanswered);
    }
    return tooMany;
  }

  private static void remove(ItemEntry entry) {
    entry.part.remove(entry.handle);
    entry.unplace();
  }

  private List<ItemCalls.Creation> resolve(Connection connection, List<ItemEntry> missing) {
    List<ItemCalls.Creation> creations = new ArrayList<>(missing.size());
    boolean readAgain = false;
    for (ItemEntry entry : missing) {
      Optional<NodeId> node = entry.item.nodeId().toNodeId(connection.context().namespaces());
      if (node.isEmpty() && !readAgain) {
        readAgain = true;
        readNamespaces(connection);
        node = entry.item.nodeId().toNodeId(connection.context().namespaces());
      }
      if (node.isPresent()) {
        creations.add(new ItemCalls.Creation(entry, node.get()));
      } else {
        answered(entry, new StatusCode(StatusCodes.Bad_NodeIdUnknown));
      }
    }
    return creations;
  }

  private void readNamespaces(Connection connection) {
    try {
      connection.context().client().readNamespaceTable();
    } catch (UaException e) {
      LOG.debug("{}: namespaces cannot be read", server, e);
    }
  }

  private void answered(ItemEntry entry, StatusCode status) {
    if (status.isBad()) {
      entry.retryNanos = System.nanoTime() + retryNanos;
    }
    if (!status.equals(entry.status)) {
      entry.status = status;
      delivery.status(entry.item, status);
    }
  }

  private void tellOfRefusals() {
    List<ItemEntry> refused =
        entries.values().stream().filter(e -> e.status != null && e.status.isBad()).toList();
    String text =
        refused.isEmpty()
            ? ""
            : refused.size()
                + " of "
                + entries.size()
                + " items are refused, for example "
                + refused.get(0).item.nodeId().toParseableString()
                + ": "
                + StatusText.of(refused.get(0).status);
    if (!text.equals(lastRefusals)) {
      lastRefusals = text;
      if (text.isEmpty()) {
        LOG.info("{}: all {} items are monitored", server, entries.size());
      } else {
        LOG.warn(
            "{}: {}. Check the node ids and the server's limits; they are tried again every {} s.",
            server,
            text,
            Duration.ofNanos(retryNanos).toSeconds());
      }
    }
  }

  /** Where the server does something else than it was asked. */
  private static final class Revisions {
    private int slower;
    private int shorter;
    private String example = "";

    void add(MonitoredItem item, MonitoredItemCreateResult result) {
      double asked = item.samplingInterval().toNanos() / 1e6;
      if (asked > 0 && result.getRevisedSamplingInterval() > asked * MUCH) {
        slower++;
        example =
            item.key()
                + " every "
                + result.getRevisedSamplingInterval()
                + " ms and not every "
                + asked
                + " ms";
      }
      if (result.getRevisedQueueSize().longValue() < item.queueSize()) {
        shorter++;
      }
    }

    void log(String server) {
      if (slower > 0) {
        LOG.info("{}: the server samples {} items slower, such as {}", server, slower, example);
      }
      if (shorter > 0) {
        LOG.info("{}: the server gives {} items a shorter queue than asked", server, shorter);
      }
    }
  }
}
