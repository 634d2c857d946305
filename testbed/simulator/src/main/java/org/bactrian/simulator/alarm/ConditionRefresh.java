package org.bactrian.simulator.alarm;

import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.eclipse.milo.opcua.sdk.server.OpcUaServer;
import org.eclipse.milo.opcua.sdk.server.items.EventItem;
import org.eclipse.milo.opcua.sdk.server.model.objects.BaseEventTypeNode;
import org.eclipse.milo.opcua.sdk.server.model.objects.ConditionType.ConditionRefreshMethod;
import org.eclipse.milo.opcua.sdk.server.nodes.UaMethodNode;
import org.eclipse.milo.opcua.sdk.server.subscriptions.Subscription;
import org.eclipse.milo.opcua.stack.core.NodeIds;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.eclipse.milo.opcua.stack.core.types.builtin.LocalizedText;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.QualifiedName;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.UInteger;

/**
 * Refreshes the raised alarms for a client that connects later (OPC UA Part 9, 5.5.7):
 * RefreshStart, the last event of each retained condition, RefreshEnd, to the items of one
 * subscription only. Milo's own method sends the frame without the conditions, and to everybody.
 */
public final class ConditionRefresh extends ConditionRefreshMethod {

  private static final int SEVERITY = 1;

  private final OpcUaServer server;
  private final List<LimitAlarm> alarms;

  private ConditionRefresh(OpcUaServer server, UaMethodNode node, List<LimitAlarm> alarms) {
    super(node);
    this.server = server;
    this.alarms = List.copyOf(alarms);
  }

  /** Puts this in the place of Milo's method. */
  public static void install(OpcUaServer server, List<LimitAlarm> alarms) {
    UaMethodNode node =
        (UaMethodNode)
            server
                .getAddressSpaceManager()
                .getManagedNode(NodeIds.ConditionType_ConditionRefresh)
                .orElseThrow();
    node.setInvocationHandler(new ConditionRefresh(server, node, alarms));
  }

  @Override
  protected void invoke(InvocationContext context, UInteger subscriptionId) throws UaException {
    Subscription subscription =
        context
            .getSession()
            .map(session -> session.getSubscriptionManager().getSubscription(subscriptionId))
            .filter(Objects::nonNull)
            .orElseThrow(() -> new UaException(StatusCodes.Bad_SubscriptionIdInvalid));
    List<EventItem> items =
        subscription.getMonitoredItems().values().stream()
            .filter(EventItem.class::isInstance)
            .map(EventItem.class::cast)
            .toList();
    frame(items, NodeIds.RefreshStartEventType, "RefreshStart");
    alarms.stream().filter(LimitAlarm::isRetained).forEach(alarm -> items.forEach(alarm::repeatTo));
    frame(items, NodeIds.RefreshEndEventType, "RefreshEnd");
  }

  private void frame(List<EventItem> items, NodeId type, String name) throws UaException {
    BaseEventTypeNode event =
        server.getEventFactory().createEvent(new NodeId(1, UUID.randomUUID()), type);
    event.setBrowseName(new QualifiedName(1, name));
    event.setDisplayName(LocalizedText.english(name));
    EventChannel.stamp(event, type, NodeIds.Server, "Server", name, SEVERITY);
    items.forEach(item -> item.onEvent(event));
    event.delete();
  }
}
