package org.bactrian.opcua.subscription;

import static org.assertj.core.api.Assertions.assertThat;
import static org.bactrian.opcua.testkit.TestPlant.counter;
import static org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.Unsigned.uint;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.bactrian.opcua.event.EventFieldLayout;
import org.bactrian.opcua.event.EventFilterDefinition;
import org.bactrian.opcua.event.SelectedEventField;
import org.bactrian.opcua.event.ServerEventFilter;
import org.bactrian.opcua.testkit.Recorder;
import org.eclipse.milo.opcua.stack.core.AttributeId;
import org.eclipse.milo.opcua.stack.core.NodeIds;
import org.eclipse.milo.opcua.stack.core.encoding.DefaultEncodingContext;
import org.eclipse.milo.opcua.stack.core.types.builtin.DataValue;
import org.eclipse.milo.opcua.stack.core.types.builtin.DateTime;
import org.eclipse.milo.opcua.stack.core.types.builtin.ExtensionObject;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.QualifiedName;
import org.eclipse.milo.opcua.stack.core.types.builtin.Variant;
import org.eclipse.milo.opcua.stack.core.types.structured.CreateSubscriptionResponse;
import org.eclipse.milo.opcua.stack.core.types.structured.DataChangeNotification;
import org.eclipse.milo.opcua.stack.core.types.structured.EventFieldList;
import org.eclipse.milo.opcua.stack.core.types.structured.EventFilter;
import org.eclipse.milo.opcua.stack.core.types.structured.EventNotificationList;
import org.eclipse.milo.opcua.stack.core.types.structured.MonitoredItemNotification;
import org.eclipse.milo.opcua.stack.core.types.structured.NotificationMessage;
import org.eclipse.milo.opcua.stack.core.types.structured.SubscriptionAcknowledgement;
import org.junit.jupiter.api.Test;

class NotificationDeliveryTest {

  private final SubscriptionCounters tally = new SubscriptionCounters();
  private final ServerSubscription part =
      new ServerSubscription(
          new CreateSubscriptionResponse(null, uint(7), 100.0, uint(300), uint(100)),
          "start",
          5_000,
          true);

  @Test
  void valuesThatTheListenerFailsToTakeAreAGapAndTheNextOnesAreDelivered() {
    Recorder forgetful =
        new Recorder() {
          @Override
          public void onDataChanges(
              NotificationHeader header, List<MonitoredItem> items, List<DataValue> values) {
            if (header.sequenceNumber() == 1) {
              throw new IllegalStateException("not now");
            }
            super.onDataChanges(header, items, values);
          }
        };
    NotificationDelivery delivery =
        new NotificationDelivery(
            "plant", forgetful, Runnable::run, 20, () -> {}, item -> {}, tally);
    int handle = part.add(new PlacedItem(counter(1), null));

    delivery.message(part, message(1, handle), () -> DefaultEncodingContext.INSTANCE);
    delivery.message(part, message(2, handle), () -> DefaultEncodingContext.INSTANCE);

    assertThat(forgetful.gaps()).containsExactly(GapCause.SEQUENCE);
    assertThat(tally.gaps.sum()).isOne();
    assertThat(forgetful.numbers("c1")).containsExactly(2L);
    List<SubscriptionAcknowledgement> acknowledged = new ArrayList<>();
    part.drainAcknowledgements(acknowledged);
    assertThat(acknowledged).hasSize(2);
  }

  @Test
  void anErrorOfTheListenerIsAGapAndLeavesNothingWaiting() {
    Recorder broken =
        new Recorder() {
          @Override
          public void onDataChanges(
              NotificationHeader header, List<MonitoredItem> items, List<DataValue> values) {
            throw new NoClassDefFoundError("a/Type");
          }

          @Override
          public void onGap(NotificationGap gap) {
            super.onGap(gap);
            throw new StackOverflowError();
          }

          @Override
          public void onMessageEnd(MessageAcknowledgement message) {
            throw new StackOverflowError();
          }
        };
    NotificationDelivery delivery =
        new NotificationDelivery("plant", broken, Runnable::run, 20, () -> {}, item -> {}, tally);
    int handle = part.add(new PlacedItem(counter(1), null));

    for (int number = 1; number <= 100; number++) {
      delivery.message(part, message(number, handle), () -> DefaultEncodingContext.INSTANCE);
    }

    assertThat(broken.gaps()).hasSize(100).containsOnly(GapCause.SEQUENCE);
    assertThat(delivery.waiting()).isZero();
    assertThat(delivery.isBacklogged()).isFalse();
  }

  @Test
  void aFullQueueOfEventsIsAGapAndItsConditionsAreAskedForAgain() {
    List<String> refreshed = new ArrayList<>();
    Recorder received = new Recorder();
    int handle = part.add(alarms());

    deliver(received, refreshed, handle, NodeIds.EventQueueOverflowEventType);

    assertThat(received.gaps()).containsExactly(GapCause.OVERFLOW);
    assertThat(received.events()).isEmpty();
    assertThat(refreshed).containsExactly("alarms");
  }

  @Test
  void aServerThatRequiresARefreshIsAskedForItsConditions() {
    List<String> refreshed = new ArrayList<>();
    Recorder received = new Recorder();
    int handle = part.add(alarms());

    deliver(received, refreshed, handle, NodeIds.RefreshRequiredEventType);
    deliver(received, refreshed, handle, NodeIds.AlarmConditionType);

    assertThat(refreshed).containsExactly("alarms");
    assertThat(received.events()).hasSize(2);
  }

  @Test
  void anEventOfMoreFieldsThanWereAskedForIsAGap() {
    Recorder received = new Recorder();
    int handle = part.add(alarms());

    deliver(
        received,
        new ArrayList<>(),
        handle,
        NodeIds.AlarmConditionType,
        NodeIds.AlarmConditionType);

    assertThat(received.gaps()).containsExactly(GapCause.SEQUENCE);
    assertThat(received.events()).isEmpty();
  }

  private static PlacedItem alarms() {
    MonitoredItem item =
        new MonitoredItem(
            "alarms",
            NodeIds.Server.expanded(),
            AttributeId.EventNotifier,
            "",
            Duration.ZERO,
            10,
            true,
            new MonitoringFilter.Events(
                EventFilterDefinition.ofType(NodeIds.AlarmConditionType.expanded()),
                MonitoringFilter.ConditionUse.FOLLOWED));
    SelectedEventField type =
        new SelectedEventField(
            NodeIds.BaseEventType,
            List.of(new QualifiedName(0, "EventType")),
            AttributeId.Value,
            "",
            "",
            false);
    return new PlacedItem(
        item,
        new ServerEventFilter(new EventFilter(null, null), new EventFieldLayout(List.of(type))));
  }

  private void deliver(Recorder received, List<String> refreshed, int handle, NodeId... fields) {
    NotificationDelivery delivery =
        new NotificationDelivery(
            "plant",
            received,
            Runnable::run,
            20,
            () -> {},
            item -> refreshed.add(item.key()),
            tally);
    Variant[] values = Arrays.stream(fields).map(Variant::new).toArray(Variant[]::new);
    EventNotificationList events =
        new EventNotificationList(new EventFieldList[] {new EventFieldList(uint(handle), values)});
    delivery.message(
        part,
        new NotificationMessage(
            uint(1),
            DateTime.now(),
            new ExtensionObject[] {
              ExtensionObject.encode(DefaultEncodingContext.INSTANCE, events)
            }),
        () -> DefaultEncodingContext.INSTANCE);
  }

  private static NotificationMessage message(long number, int handle) {
    DataChangeNotification change =
        new DataChangeNotification(
            new MonitoredItemNotification[] {
              new MonitoredItemNotification(
                  uint(handle), new DataValue(Variant.ofInt32((int) number)))
            },
            null);
    return new NotificationMessage(
        uint(number),
        DateTime.now(),
        new ExtensionObject[] {ExtensionObject.encode(DefaultEncodingContext.INSTANCE, change)});
  }
}
