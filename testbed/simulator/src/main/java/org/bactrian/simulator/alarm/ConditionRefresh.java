package org.bactrian.simulator.alarm;

import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.eclipse.milo.opcua.sdk.server.OpcUaServer;
import org.eclipse.milo.opcua.sdk.server.items.EventItem;
import org.eclipse.milo.opcua.sdk.server.methods.AbstractMethodInvocationHandler.InvocationContext;
import org.eclipse.milo.opcua.sdk.server.model.objects.BaseEventTypeNode;
import org.eclipse.milo.opcua.sdk.server.model.objects.ConditionType.ConditionRefresh2Method;
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
 * Refreshes the raised alarms for a client that connects later (OPC UA Part 9, 5.5.7 and 5.5.8):
 * RefreshStart, the last event of each retained condition, RefreshEnd, to the items of one
 * subscription, or to one of them only. Milo's own method sends the frame without the conditions,
 * and to everybody.
 */
public final class ConditionRefresh {

  private static final int SEVERITY = 1;

  private final OpcUaServer server;
  private final List<LimitAlarm> alarms;

  private ConditionRefresh(OpcUaServer server, List<LimitAlarm> alarms) {
    this.server = server;
    this.alarms = List.copyOf(alarms);
  }

  /** Puts this in the place of Milo's methods. */
  public static void install(OpcUaServer server, List<LimitAlarm> alarms) {
    ConditionRefresh refresh = new ConditionRefresh(server, alarms);
    UaMethodNode ofSubscription = method(server, NodeIds.ConditionType_ConditionRefresh);
    ofSubscription.setInvocationHandler(
        new ConditionRefreshMethod(ofSubscription) {
          @Override
          protected void invoke(InvocationContext context, UInteger subscriptionId)
              throws UaException {
            refresh.refresh(items(context, subscriptionId));
          }
        });
    UaMethodNode ofItem = method(server, NodeIds.ConditionType_ConditionRefresh2);
    ofItem.setInvocationHandler(
        new ConditionRefresh2Method(ofItem) {
          @Override
          protected void invoke(
              InvocationContext context, UInteger subscriptionId, UInteger monitoredItemId)
              throws UaException {
            List<EventItem> item =
                items(context, subscriptionId).stream()
                    .filter(one -> one.getId().equals(monitoredItemId))
                    .toList();
            if (item.isEmpty()) {
              throw new UaException(StatusCodes.Bad_MonitoredItemIdInvalid);
            }
            refresh.refresh(item);
          }
        });
  }

  private static UaMethodNode method(OpcUaServer server, NodeId id) {
    return (UaMethodNode) server.getAddressSpaceManager().getManagedNode(id).orElseThrow();
  }

  private static List<EventItem> items(InvocationContext context, UInteger subscriptionId)
      throws UaException {
    Subscription subscription =
        context
            .getSession()
            .map(session -> session.getSubscriptionManager().getSubscription(subscriptionId))
            .filter(Objects::nonNull)
            .orElseThrow(() -> new UaException(StatusCodes.Bad_SubscriptionIdInvalid));
    return subscription.getMonitoredItems().values().stream()
        .filter(EventItem.class::isInstance)
        .map(EventItem.class::cast)
        .toList();
  }

  private void refresh(List<EventItem> items) throws UaException {
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
