package org.bactrian.simulator.space;

import java.util.List;
import org.bactrian.simulator.history.Historian;
import org.bactrian.simulator.history.HistoryContinuations;
import org.eclipse.milo.opcua.sdk.server.ManagedNamespaceWithLifecycle;
import org.eclipse.milo.opcua.sdk.server.OpcUaServer;
import org.eclipse.milo.opcua.sdk.server.items.DataItem;
import org.eclipse.milo.opcua.sdk.server.items.EventItem;
import org.eclipse.milo.opcua.sdk.server.items.MonitoredItem;
import org.eclipse.milo.opcua.sdk.server.util.SubscriptionModel;
import org.eclipse.milo.opcua.stack.core.types.builtin.DataValue;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.enumerated.TimestampsToReturn;
import org.eclipse.milo.opcua.stack.core.types.structured.HistoryReadDetails;
import org.eclipse.milo.opcua.stack.core.types.structured.HistoryReadResult;
import org.eclipse.milo.opcua.stack.core.types.structured.HistoryReadValueId;
import org.eclipse.milo.opcua.stack.core.types.structured.HistoryUpdateDetails;
import org.eclipse.milo.opcua.stack.core.types.structured.HistoryUpdateResult;
import org.eclipse.milo.opcua.stack.core.types.structured.ReadValueId;

/**
 * A namespace whose moving values are pushed to their monitored items; whatever else a client
 * monitors is sampled by Milo.
 */
public final class LiveNamespace extends ManagedNamespaceWithLifecycle {

  private final LiveValues values = new LiveValues();
  private final EventRouter events = new EventRouter();
  private final RegisteredNodes registered = new RegisteredNodes();
  private final Historian historian;
  private final SubscriptionModel sampled;

  /**
   * Adds the namespace to the server; {@link #startup()} makes it visible to clients.
   *
   * @param continuations keeps histories that do not fit into an answer
   */
  public LiveNamespace(OpcUaServer server, String uri, HistoryContinuations continuations) {
    super(server, uri);
    historian = new Historian(continuations);
    sampled = new SubscriptionModel(server, this);
    getLifecycleManager().addLifecycle(sampled);
  }

  /** The moving values of this namespace. */
  public LiveValues values() {
    return values;
  }

  /** Router to which the nodes of this namespace announce their events. */
  public EventRouter events() {
    return events;
  }

  /** Historian of the nodes of this namespace. */
  public Historian historian() {
    return historian;
  }

  /** The server that this namespace belongs to. */
  public OpcUaServer server() {
    return getServer();
  }

  /** Number of nodes of this namespace that clients have registered and not unregistered. */
  public int registeredNodes() {
    return registered.count();
  }

  /** Number of values of this namespace that were read by ids of registered nodes. */
  public int registeredReads() {
    return registered.reads();
  }

  @Override
  public List<DataValue> read(
      ReadContext context, Double maxAge, TimestampsToReturn timestamps, List<ReadValueId> wanted) {
    return super.read(
        context, maxAge, timestamps, registered.resolve(context.getSession(), wanted));
  }

  @Override
  public List<NodeId> registerNodes(RegisterNodesContext context, List<NodeId> nodes) {
    return registered.register(context.getSession(), nodes);
  }

  @Override
  public void unregisterNodes(UnregisterNodesContext context, List<NodeId> nodes) {
    registered.unregister(nodes);
  }

  @Override
  public List<HistoryReadResult> historyRead(
      HistoryReadContext context,
      HistoryReadDetails details,
      TimestampsToReturn timestamps,
      List<HistoryReadValueId> nodes) {
    return historian.read(context, details, timestamps, nodes);
  }

  @Override
  public List<HistoryUpdateResult> historyUpdate(
      HistoryUpdateContext context, List<HistoryUpdateDetails> updates) {
    return historian.update(context, updates);
  }

  @Override
  public void onDataItemsCreated(List<DataItem> items) {
    sampled.onDataItemsCreated(values.create(items));
  }

  @Override
  public void onDataItemsModified(List<DataItem> items) {
    sampled.onDataItemsModified(values.modify(items));
  }

  @Override
  public void onDataItemsDeleted(List<DataItem> items) {
    sampled.onDataItemsDeleted(values.delete(items));
  }

  @Override
  public void onMonitoringModeChanged(List<MonitoredItem> items) {
    events.follow(items);
    sampled.onMonitoringModeChanged(values.switchMode(items));
  }

  @Override
  public void onEventItemsCreated(List<EventItem> items) {
    events.follow(items);
  }

  @Override
  public void onEventItemsModified(List<EventItem> items) {
    events.follow(items);
  }

  @Override
  public void onEventItemsDeleted(List<EventItem> items) {
    events.forget(items);
  }
}
