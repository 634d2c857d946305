package org.bactrian.edge.publisher.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.bactrian.edge.publisher.group.ConditionSnapshots;
import org.bactrian.edge.publisher.group.Heartbeat;
import org.bactrian.edge.publisher.group.PublishedField;
import org.bactrian.edge.publisher.message.DataSetMessage;
import org.bactrian.edge.publisher.message.DataSetSource;
import org.bactrian.opcua.event.EventFieldLayout;
import org.bactrian.opcua.event.EventFilterDefinition;
import org.bactrian.opcua.event.SelectedEventField;
import org.bactrian.opcua.node.NamespaceFormat;
import org.bactrian.opcua.subscription.EventNotification;
import org.bactrian.opcua.subscription.MonitoredItem;
import org.bactrian.opcua.subscription.MonitoringFilter;
import org.bactrian.opcua.subscription.MonitoringFilter.ConditionUse;
import org.eclipse.milo.opcua.stack.core.AttributeId;
import org.eclipse.milo.opcua.stack.core.NamespaceTable;
import org.eclipse.milo.opcua.stack.core.NodeIds;
import org.eclipse.milo.opcua.stack.core.types.builtin.DateTime;
import org.eclipse.milo.opcua.stack.core.types.builtin.LocalizedText;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.QualifiedName;
import org.eclipse.milo.opcua.stack.core.types.builtin.Variant;
import org.junit.jupiter.api.Test;

class EventDataSetStreamTest {

  private static final DataSetSource SERVER =
      new DataSetSource("urn:plant", new NamespaceTable("urn:plant", "urn:types"));
  private static final Instant PUBLISHED = Instant.parse("2026-01-02T03:04:05Z");
  private static final NodeId ALARM = NodeIds.AlarmConditionType;
  private static final Duration UPDATE = Duration.ofSeconds(10);
  private static final Duration SNAPSHOT = Duration.ofSeconds(60);

  private static final EventFieldLayout LAYOUT =
      new EventFieldLayout(
          List.of(
              field(NodeIds.BaseEventType, "Message", false),
              new SelectedEventField(
                  NodeIds.ConditionType, List.of(), AttributeId.NodeId, "", "", true),
              field(NodeIds.ConditionType, "Retain", true),
              field(NodeIds.BaseEventType, "EventType", true),
              field(NodeIds.ConditionType, "BranchId", true)));

  private static SelectedEventField field(NodeId type, String name, boolean hidden) {
    return new SelectedEventField(
        type, List.of(new QualifiedName(0, name)), AttributeId.Value, "", "", hidden);
  }

  private static PublishedField notifier(ConditionUse use, ConditionSnapshots snapshots) {
    MonitoredItem item =
        new MonitoredItem(
            "alarms",
            NodeIds.Server.expanded(),
            AttributeId.EventNotifier,
            "",
            Duration.ZERO,
            100,
            true,
            new MonitoringFilter.Events(
                EventFilterDefinition.ofType(NodeIds.BaseEventType.expanded()), use));
    return new PublishedField("Alarms", "i=2253", item, false, false, Heartbeat.NONE, snapshots);
  }

  private static EventDataSetStream stream(ConditionUse use, ConditionSnapshots snapshots) {
    return new EventDataSetStream(
        Fixtures.writer(0, notifier(use, snapshots)), NamespaceFormat.URI, new MessageNumbers(6));
  }

  private static EventDataSetStream conditions() {
    return stream(ConditionUse.FOLLOWED, new ConditionSnapshots(UPDATE, SNAPSHOT));
  }

  private static EventNotification event(
      NodeId type, String message, NodeId condition, boolean retain) {
    return event(type, message, condition, retain, NodeId.NULL_VALUE);
  }

  private static EventNotification event(
      NodeId type, String message, NodeId condition, boolean retain, NodeId branch) {
    return new EventNotification(
        notifier(ConditionUse.FOLLOWED, ConditionSnapshots.NONE).item(),
        LAYOUT,
        List.of(
            new Variant(message == null ? null : LocalizedText.english(message)),
            new Variant(condition),
            new Variant(retain),
            new Variant(type),
            new Variant(branch)));
  }

  private static NodeId condition(String name) {
    return new NodeId(2, name);
  }

  private static List<DataSetMessage> take(EventDataSetStream stream, EventNotification... events) {
    return stream.onEvents(SERVER, PUBLISHED, List.of(events));
  }

  private static List<String> texts(List<DataSetMessage> messages) {
    List<String> texts = new ArrayList<>();
    for (DataSetMessage message : messages) {
      Object value = message.values().get(0).value().value();
      texts.add(value instanceof LocalizedText text ? text.text() : String.valueOf(value));
    }
    return texts;
  }

  private static List<String> snapshotAfter(EventDataSetStream stream, Duration time) {
    return texts(stream.takeSnapshots(System.nanoTime() + time.toNanos()));
  }

  @Test
  void conditionsOfAServerThatDoesNotSayWhenItSentThemHaveTheTimeOfTheirArrival() {
    EventDataSetStream stream = conditions();
    Instant before = Instant.now();

    stream.onEvents(
        SERVER,
        DateTime.MIN_VALUE.getJavaInstant(),
        List.of(event(ALARM, "one", condition("a"), true)));

    DataSetMessage snapshot = stream.takeSnapshots(System.nanoTime() + SNAPSHOT.toNanos()).get(0);
    assertThat(snapshot.values().get(0).sourceTime().getJavaInstant())
        .isBetween(before.minusMillis(1), Instant.now());
  }

  @Test
  void eachEventIsAMessageOfTheFieldsThatAreNotHidden() {
    List<DataSetMessage> messages =
        take(
            stream(ConditionUse.CHANGES_ONLY, ConditionSnapshots.NONE),
            event(ALARM, "one", condition("a"), true),
            event(ALARM, "two", condition("a"), true));

    assertThat(texts(messages)).containsExactly("one", "two");
    assertThat(messages).extracting(DataSetMessage::sequenceNumber).containsExactly(7L, 8L);
    assertThat(messages)
        .allSatisfy(
            message -> {
              assertThat(message.kind()).isEqualTo(DataSetMessage.Kind.EVENT);
              assertThat(message.eventName()).isEqualTo("Alarms");
              assertThat(message.fields())
                  .extracting(PublishedField::name)
                  .containsExactly("Message");
              assertThat(message.values().get(0).sourceTime()).isNull();
            });
  }

  @Test
  void whatFramesARefreshIsNotPublished() {
    EventNotification start =
        event(NodeIds.RefreshStartEventType, "start", NodeId.NULL_VALUE, false);
    EventNotification end = event(NodeIds.RefreshEndEventType, "end", NodeId.NULL_VALUE, false);
    EventNotification required =
        event(NodeIds.RefreshRequiredEventType, "again", NodeId.NULL_VALUE, false);
    EventNotification alarm = event(ALARM, "one", condition("a"), true);

    assertThat(
            texts(
                take(
                    stream(ConditionUse.REFRESHED, ConditionSnapshots.NONE),
                    start,
                    alarm,
                    end,
                    required)))
        .containsExactly("one");
    assertThat(
            texts(
                take(stream(ConditionUse.CHANGES_ONLY, ConditionSnapshots.NONE), start, required)))
        .containsExactly("again");
  }

  @Test
  void activeConditionsAreSentWhenTheyHaveChangedAndAgainWhenTheyHaveNot() {
    EventDataSetStream stream = conditions();
    assertThat(
            take(
                stream,
                event(ALARM, "first of a", condition("a"), true),
                event(ALARM, "of b", condition("b"), true),
                event(ALARM, "last of a", condition("a"), true)))
        .isEmpty();

    assertThat(snapshotAfter(stream, UPDATE.dividedBy(2))).isEmpty();
    List<DataSetMessage> first = stream.takeSnapshots(System.nanoTime() + UPDATE.toNanos());
    assertThat(texts(first)).containsExactly("last of a", "of b");
    assertThat(first).extracting(DataSetMessage::kind).containsOnly(DataSetMessage.Kind.CONDITION);
    assertThat(first.get(0).values().get(0).sourceTime().getJavaInstant()).isEqualTo(PUBLISHED);

    assertThat(snapshotAfter(stream, SNAPSHOT)).isEmpty();
    assertThat(snapshotAfter(stream, UPDATE.plus(SNAPSHOT))).containsExactly("last of a", "of b");
  }

  @Test
  void aConditionThatIsNotRetainedAnyMoreIsLeftOut() {
    EventDataSetStream stream = conditions();
    take(
        stream,
        event(ALARM, "of a", condition("a"), true),
        event(ALARM, "of b", condition("b"), true),
        event(ALARM, "a is over", condition("a"), false),
        event(ALARM, "c was never there", condition("c"), false),
        event(NodeIds.BaseEventType, "no condition", NodeId.NULL_VALUE, true));

    assertThat(snapshotAfter(stream, UPDATE)).containsExactly("of b");
  }

  @Test
  void branchesOfAConditionAreActiveBesideEachOther() {
    EventDataSetStream stream = conditions();
    take(
        stream,
        event(ALARM, "before", condition("a"), true, new NodeId(2, "branch")),
        event(ALARM, "now", condition("a"), true));

    assertThat(snapshotAfter(stream, UPDATE)).containsExactly("before", "now");
  }

  @Test
  void aRefreshForgetsWhatWasActiveAndHoldsSnapshotsBackUntilItsEnd() {
    EventDataSetStream stream = conditions();
    take(stream, event(ALARM, "gone meanwhile", condition("a"), true));
    take(
        stream,
        event(NodeIds.RefreshStartEventType, "start", NodeId.NULL_VALUE, false),
        event(ALARM, "still there", condition("b"), true));

    assertThat(snapshotAfter(stream, UPDATE)).isEmpty();

    take(stream, event(NodeIds.RefreshEndEventType, "end", NodeId.NULL_VALUE, false));
    assertThat(snapshotAfter(stream, UPDATE)).containsExactly("still there");
  }

  @Test
  void aRefreshThatDoesNotEndHoldsSnapshotsBackForHalfAMinuteOnly() {
    EventDataSetStream stream = conditions();
    take(
        stream,
        event(NodeIds.RefreshStartEventType, "start", NodeId.NULL_VALUE, false),
        event(ALARM, "still there", condition("b"), true));

    assertThat(snapshotAfter(stream, Duration.ofSeconds(31))).containsExactly("still there");
  }

  @Test
  void theNextSnapshotIsDueWhenItsIntervalHasPassed() {
    EventDataSetStream stream = conditions();
    long now = System.nanoTime();

    assertThat(stream.nextSnapshotNanos() - now)
        .isBetween(SNAPSHOT.toNanos() - TimeUnit.MINUTES.toNanos(1), SNAPSHOT.toNanos());
    take(stream, event(ALARM, "of a", condition("a"), true));
    assertThat(stream.nextSnapshotNanos() - now).isLessThanOrEqualTo(UPDATE.toNanos());
    assertThat(stream(ConditionUse.CHANGES_ONLY, ConditionSnapshots.NONE).nextSnapshotNanos())
        .isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void aServerThatInventsConditionsFillsNoMemory() {
    EventDataSetStream stream = conditions();
    for (int i = 0; i < ActiveConditions.MOST + 10; i++) {
      take(stream, event(ALARM, "of " + i, condition("c" + i), true));
    }

    assertThat(snapshotAfter(stream, UPDATE)).hasSize(ActiveConditions.MOST);
  }

  @Test
  void fieldsOfOneNameGetNumbers() {
    EventFieldLayout layout =
        new EventFieldLayout(
            List.of(
                field(NodeIds.BaseEventType, "Message", false),
                field(NodeIds.BaseEventType, "Message", false)));
    EventNotification event =
        new EventNotification(
            notifier(ConditionUse.CHANGES_ONLY, ConditionSnapshots.NONE).item(),
            layout,
            List.of(Variant.ofString("a"), Variant.ofString("b")));

    assertThat(
            take(stream(ConditionUse.CHANGES_ONLY, ConditionSnapshots.NONE), event).get(0).fields())
        .extracting(PublishedField::name)
        .containsExactly("Message", "Message1");
  }
}
