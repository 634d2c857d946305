package org.bactrian.opcua.subscription;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.bactrian.opcua.service.StatusText;
import org.bactrian.opcua.subscription.SubscriptionEngine.Connection;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.eclipse.milo.opcua.stack.core.types.builtin.StatusCode;

/**
 * Creates monitored items at the server, in as many subscriptions as the server's limits ask for.
 * Used on the session's executor only.
 */
final class MonitoredItemCreator {

  private final String server;
  private final List<ServerSubscription> parts;
  private final PartFactory newPart;
  private final Runnable onPlaced;
  private final ItemAnswers answers;

  /** Makes a subscription at the server and adds it to the parts. */
  @FunctionalInterface
  interface PartFactory {
    ServerSubscription create(Connection connection) throws UaException;
  }

  /** Receiver of what the server says of items. */
  @FunctionalInterface
  interface ItemAnswers {

    /**
     * Takes the answer for an item.
     *
     * @param detail what the server said besides, empty for nothing
     */
    void answered(MonitoredItemEntry entry, StatusCode status, String detail);
  }

  /**
   * @param parts subscriptions at the server, to which {@code newPart} adds
   * @param onPlaced called when items were given handles and before the server is asked
   */
  MonitoredItemCreator(
      String server,
      List<ServerSubscription> parts,
      PartFactory newPart,
      Runnable onPlaced,
      ItemAnswers answers) {
    this.server = server;
    this.parts = parts;
    this.newPart = newPart;
    this.onPlaced = onPlaced;
    this.answers = answers;
  }

  /**
   * Creates items, and says what the server answered for each. Values come first, since a server
   * may take its time to tell what its event types have.
   *
   * @throws UaException when a call failed as a whole; items without an answer are still missing
   */
  void create(Connection connection, List<MonitoredItemEntry> missing) throws UaException {
    createOfKind(connection, missing.stream().filter(entry -> !entry.bringsEvents()).toList());
    createOfKind(connection, missing.stream().filter(MonitoredItemEntry::bringsEvents).toList());
  }

  /**
   * Creates items that others trigger, each in the subscription of the item that triggers it; those
   * without one, or without room there, are missing.
   *
   * @param all all items by their keys
   * @throws UaException when a call failed as a whole; items without an answer are still missing
   */
  void createBesideTriggers(
      Connection connection, List<MonitoredItemEntry> missing, Map<String, MonitoredItemEntry> all)
      throws UaException {
    Map<ServerSubscription, List<MonitoredItemEntry>> byPart = new LinkedHashMap<>();
    for (MonitoredItemEntry entry : missing) {
      MonitoredItemEntry trigger = all.get(entry.item.triggeredBy());
      ServerSubscription part = trigger == null || !trigger.isMonitored() ? null : trigger.placed();
      if (part == null) {
        answers.answered(
            entry,
            new StatusCode(StatusCodes.Bad_MonitoredItemIdInvalid),
            "its trigger is missing");
      } else {
        byPart.computeIfAbsent(part, p -> new ArrayList<>()).add(entry);
      }
    }
    ParameterRevisions revisions = new ParameterRevisions();
    for (Map.Entry<ServerSubscription, List<MonitoredItemEntry>> one : byPart.entrySet()) {
      ServerSubscription part = one.getKey();
      List<MonitoredItemCalls.Creation> creations = resolve(connection, one.getValue());
      int count = Math.min(part.room(), creations.size());
      List<MonitoredItemCalls.Creation> left =
          new ArrayList<>(creations.subList(count, creations.size()));
      if (count > 0) {
        left.addAll(createIn(connection, part, creations.subList(0, count), revisions));
      }
      left.forEach(
          c ->
              answers.answered(
                  c.entry(),
                  new StatusCode(StatusCodes.Bad_TooManyMonitoredItems),
                  "there is no room beside its trigger"));
    }
    revisions.log(server);
  }

  private void createOfKind(Connection connection, List<MonitoredItemEntry> missing)
      throws UaException {
    List<MonitoredItemCalls.Creation> creations = resolve(connection, missing);
    ParameterRevisions revisions = new ParameterRevisions();
    while (!creations.isEmpty()) {
      ServerSubscription part = partWithRoom(connection);
      int count = Math.min(part.room(), creations.size());
      List<MonitoredItemCalls.Creation> some = creations.subList(0, count);
      List<MonitoredItemCalls.Creation> tooMany = createIn(connection, part, some, revisions);
      creations = new ArrayList<>(creations.subList(count, creations.size()));
      if (!tooMany.isEmpty() && part.size() > 0) {
        // This subscription is full at the server; another one may take the rest.
        part.setFull();
        creations.addAll(0, tooMany);
      } else if (!tooMany.isEmpty()) {
        creations.addAll(0, tooMany);
        creations.forEach(
            c ->
                answers.answered(
                    c.entry(), new StatusCode(StatusCodes.Bad_TooManyMonitoredItems), ""));
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
  private List<MonitoredItemCalls.Creation> createIn(
      Connection connection,
      ServerSubscription part,
      List<MonitoredItemCalls.Creation> creations,
      ParameterRevisions revisions)
      throws UaException {
    creations.forEach(creation -> creation.entry().place(part, creation.eventFilter()));
    onPlaced.run();
    List<MonitoredItemCalls.Creation> tooMany = new ArrayList<>();
    Map<MonitoredItemEntry, MonitoredItemCalls.Creation> byEntry = new HashMap<>();
    creations.forEach(c -> byEntry.put(c.entry(), c));
    try {
      connection
          .items()
          .create(
              part,
              creations,
              (entry, result) -> {
                StatusCode status = result.getStatusCode();
                String detail = connection.items().eventFilterDetail(entry, result);
                if (status.isGood()) {
                  entry.id = result.getMonitoredItemId();
                  entry.refreshDue = entry.wantsRefresh();
                  answers.answered(entry, status, detail);
                  revisions.add(entry.item, result);
                } else {
                  entry.remove();
                  if (status.value() == StatusCodes.Bad_TooManyMonitoredItems) {
                    tooMany.add(byEntry.get(entry));
                  } else {
                    answers.answered(entry, status, detail);
                  }
                }
              });
    } catch (UaException | RuntimeException e) {
      if (StatusText.codeOf(e).value() != StatusCodes.Bad_TooManyMonitoredItems) {
        // The server may have made them all the same.
        part.setUncertain(true);
        throw e;
      }
      for (MonitoredItemCalls.Creation creation : creations) {
        if (creation.entry().isPlaced() && !creation.entry().isMonitored()) {
          creation.entry().remove();
          tooMany.add(creation);
        }
      }
    }
    return tooMany;
  }

  private List<MonitoredItemCalls.Creation> resolve(
      Connection connection, List<MonitoredItemEntry> missing) throws UaException {
    MonitoredItemResolver resolver = new MonitoredItemResolver(server, connection);
    List<MonitoredItemCalls.Creation> creations = new ArrayList<>(missing.size());
    for (MonitoredItemEntry entry : missing) {
      try {
        creations.add(resolver.creation(entry));
      } catch (UaException e) {
        if (StatusText.meansLostSession(e)) {
          throw e;
        }
        answers.answered(entry, e.getStatusCode(), Objects.requireNonNullElse(e.getMessage(), ""));
      }
    }
    return connection.registrations().of(creations);
  }
}
