package org.bactrian.simulator;

import static org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.Unsigned.uint;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import org.eclipse.milo.opcua.sdk.client.subscriptions.OpcUaMonitoredItem;
import org.eclipse.milo.opcua.sdk.client.subscriptions.OpcUaSubscription;
import org.eclipse.milo.opcua.stack.core.AttributeId;
import org.eclipse.milo.opcua.stack.core.NodeIds;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.eclipse.milo.opcua.stack.core.types.builtin.ByteString;
import org.eclipse.milo.opcua.stack.core.types.builtin.LocalizedText;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.QualifiedName;
import org.eclipse.milo.opcua.stack.core.types.builtin.StatusCode;
import org.eclipse.milo.opcua.stack.core.types.builtin.Variant;
import org.eclipse.milo.opcua.stack.core.types.structured.CallMethodRequest;
import org.eclipse.milo.opcua.stack.core.types.structured.ContentFilter;
import org.eclipse.milo.opcua.stack.core.types.structured.ContentFilterElement;
import org.eclipse.milo.opcua.stack.core.types.structured.EventFilter;
import org.eclipse.milo.opcua.stack.core.types.structured.SimpleAttributeOperand;

/** The events that a client has received from one object. */
final class PlantEvents {

  private static final EventFilter FILTER =
      new EventFilter(
          new SimpleAttributeOperand[] {
            value(NodeIds.BaseEventType, "EventId"),
            value(NodeIds.BaseEventType, "EventType"),
            value(NodeIds.BaseEventType, "SourceName"),
            value(NodeIds.BaseEventType, "Message"),
            new SimpleAttributeOperand(
                NodeIds.ConditionType, new QualifiedName[0], AttributeId.NodeId.uid(), null),
            value(NodeIds.ConditionType, "Retain"),
            value(NodeIds.ConditionType, "Comment"),
            value(NodeIds.AlarmConditionType, "ActiveState", "Id"),
            value(NodeIds.AcknowledgeableConditionType, "AckedState", "Id")
          },
          new ContentFilter(new ContentFilterElement[0]));

  private final PlantClient client;
  private final OpcUaSubscription subscription;
  private final List<Received> received = new CopyOnWriteArrayList<>();

  private PlantEvents(PlantClient client, OpcUaSubscription subscription) {
    this.client = client;
    this.subscription = subscription;
  }

  static PlantEvents watch(PlantClient client, NodeId object) throws UaException {
    OpcUaSubscription subscription = new OpcUaSubscription(client.milo(), 50.0);
    PlantEvents events = new PlantEvents(client, subscription);
    OpcUaMonitoredItem item = OpcUaMonitoredItem.newEventItem(object, FILTER);
    item.setQueueSize(uint(1_000));
    item.setEventValueListener((monitored, fields) -> events.received.add(Received.of(fields)));
    subscription.addMonitoredItem(item);
    subscription.create();
    subscription.synchronizeMonitoredItems();
    return events;
  }

  /** Asks the server to repeat the conditions that matter now. */
  void refresh() throws UaException {
    CallMethodRequest request =
        new CallMethodRequest(
            NodeIds.ConditionType,
            NodeIds.ConditionType_ConditionRefresh,
            new Variant[] {new Variant(subscription.getSubscriptionId().orElseThrow())});
    StatusCode status = client.milo().call(List.of(request)).getResults()[0].getStatusCode();
    if (!status.isGood()) {
      throw new UaException(status);
    }
  }

  List<Received> all() {
    return List.copyOf(received);
  }

  boolean any(Predicate<Received> wanted) {
    return received.stream().anyMatch(wanted);
  }

  Received last(Predicate<Received> wanted) {
    return received.stream().filter(wanted).reduce((first, second) -> second).orElseThrow();
  }

  private static SimpleAttributeOperand value(NodeId type, String... path) {
    QualifiedName[] names =
        Arrays.stream(path).map(name -> new QualifiedName(0, name)).toArray(QualifiedName[]::new);
    return new SimpleAttributeOperand(type, names, AttributeId.Value.uid(), null);
  }

  /** One event; what only conditions have is empty or false for others. */
  record Received(
      ByteString eventId,
      NodeId type,
      String sourceName,
      String message,
      NodeId conditionId,
      boolean retain,
      String comment,
      boolean active,
      boolean acknowledged) {

    static Received of(Variant[] fields) {
      return new Received(
          (ByteString) fields[0].value(),
          (NodeId) fields[1].value(),
          (String) fields[2].value(),
          text(fields[3]),
          fields[4].value() instanceof NodeId id ? id : NodeId.NULL_VALUE,
          Boolean.TRUE.equals(fields[5].value()),
          text(fields[6]),
          Boolean.TRUE.equals(fields[7].value()),
          Boolean.TRUE.equals(fields[8].value()));
    }

    boolean isAlarm() {
      return conditionId.isNotNull();
    }

    private static String text(Variant field) {
      return field.value() instanceof LocalizedText text && text.text() != null ? text.text() : "";
    }
  }
}
