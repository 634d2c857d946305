package org.bactrian.edge.publisher.stream;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.bactrian.edge.publisher.group.DataSetWriter;
import org.bactrian.edge.publisher.group.PublishedField;
import org.bactrian.edge.publisher.message.DataSetMessage;
import org.bactrian.edge.publisher.message.DataSetMessage.Kind;
import org.bactrian.edge.publisher.message.DataSetSource;
import org.bactrian.opcua.event.EventFieldLayout;
import org.bactrian.opcua.event.SelectedEventField;
import org.bactrian.opcua.node.NamespaceFormat;
import org.bactrian.opcua.subscription.EventNotification;
import org.bactrian.opcua.subscription.MonitoringFilter;
import org.eclipse.milo.opcua.stack.core.NodeIds;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.types.builtin.DataValue;
import org.eclipse.milo.opcua.stack.core.types.builtin.DateTime;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.StatusCode;
import org.eclipse.milo.opcua.stack.core.types.builtin.Variant;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Converts events of a server to the DataSetMessages of one writer: an event to a message, or where
 * snapshots of conditions are asked for, each active condition to a message at its intervals. Not
 * thread-safe.
 */
final class EventDataSetStream {

  private static final Logger LOG = LoggerFactory.getLogger(EventDataSetStream.class);

  private final NamespaceFormat format;
  private final MessageNumbers numbers;
  private DataSetWriter writer;
  private Map<String, Notifier> notifiers = Map.of();

  /** A node whose events are published. */
  private static final class Notifier {
    private final PublishedField field;
    private final @Nullable ActiveConditions conditions;

    /** The layout of its events, and the published fields in it; null for a hidden one. */
    private @Nullable EventFieldLayout layout;

    private List<@Nullable PublishedField> columns = List.of();

    private boolean excessTold;

    Notifier(PublishedField field, @Nullable ActiveConditions conditions) {
      this.field = field;
      this.conditions = conditions;
    }
  }

  EventDataSetStream(DataSetWriter writer, NamespaceFormat format, MessageNumbers numbers) {
    this.writer = writer;
    this.format = format;
    this.numbers = numbers;
    change(writer);
  }

  /** Goes on with another shape of the same writer; notifiers that stay keep their conditions. */
  void change(DataSetWriter to) {
    Map<String, Notifier> next = new HashMap<>();
    for (PublishedField field : to.fields()) {
      if (field.publishesEvents()) {
        Notifier before = notifiers.get(field.item().key());
        boolean stays = before != null && before.field.item().equals(field.item());
        ActiveConditions kept = stays && before != null ? before.conditions : null;
        next.put(
            field.item().key(),
            new Notifier(
                field,
                !field.snapshots().areSent()
                    ? null
                    : kept != null ? kept : new ActiveConditions(System.nanoTime())));
      }
    }
    writer = to;
    notifiers = next;
  }

  /** Forgets conditions: the server reports those that it has once more. */
  void restart() {
    for (Notifier notifier : notifiers.values()) {
      if (notifier.conditions != null) {
        notifier.conditions.clear();
      }
    }
  }

  /**
   * Takes the events of a notification.
   *
   * @param publishTime time at which the server sent them; the earliest DateTime where it does not
   *     say, for which the time of arrival stands then
   * @return messages of those that are published as events
   */
  List<DataSetMessage> onEvents(
      DataSetSource source, Instant publishTime, List<EventNotification> events) {
    // Servers of node-opcua do not say when they sent a notification.
    Instant reported = publishTime.isAfter(Instant.EPOCH) ? publishTime : Instant.now();
    List<DataSetMessage> messages = new ArrayList<>(events.size());
    for (EventNotification event : events) {
      Notifier notifier = notifiers.get(event.item().key());
      if (notifier == null) {
        continue; // removed by an edit while its last events were under way
      }
      if (notifier.conditions != null) {
        follow(notifier, notifier.conditions, source, reported, event);
      } else if (isPublished(notifier.field, event)) {
        messages.add(message(Kind.EVENT, notifier.field, eventOf(notifier, source, event, null)));
      }
    }
    return messages;
  }

  /** Events that frame a refresh are for who asked for it. */
  private static boolean isPublished(PublishedField field, EventNotification event) {
    Optional<NodeId> type = event.type();
    boolean refreshes =
        field.item().filter() instanceof MonitoringFilter.Events events
            && events.conditions() == MonitoringFilter.ConditionUse.REFRESHED;
    return type.filter(
            id ->
                id.equals(NodeIds.RefreshStartEventType)
                    || id.equals(NodeIds.RefreshEndEventType)
                    || refreshes && id.equals(NodeIds.RefreshRequiredEventType))
        .isEmpty();
  }

  private void follow(
      Notifier notifier,
      ActiveConditions conditions,
      DataSetSource source,
      Instant reported,
      EventNotification event) {
    NodeId type = event.type().orElse(NodeId.NULL_VALUE);
    Optional<NodeId> condition = event.layout().conditionId(event.values());
    if (type.equals(NodeIds.RefreshStartEventType)) {
      conditions.beginRefresh(System.nanoTime());
    } else if (type.equals(NodeIds.RefreshEndEventType)) {
      conditions.endRefresh();
    } else if (condition.isPresent()) {
      ActiveConditions.Branch branch =
          new ActiveConditions.Branch(condition.get(), event.layout().branchId(event.values()));
      if (!event.layout().isRetained(event.values())) {
        conditions.forget(branch);
      } else if (!conditions.retain(branch, eventOf(notifier, source, event, reported))
          && !notifier.excessTold) {
        notifier.excessTold = true;
        LOG.error(
            "DataSetWriter {}, node {}: more than {} conditions are active. Those above are left"
                + " out of snapshots; this is logged once. Narrow the EventFilter.",
            writer.name(),
            notifier.field.nodeId(),
            ActiveConditions.MOST);
      }
    }
  }

  /** Time of {@link System#nanoTime} of the next snapshot; {@link Long#MAX_VALUE} for none. */
  long nextSnapshotNanos() {
    long next = Long.MAX_VALUE;
    long now = System.nanoTime();
    for (Notifier notifier : notifiers.values()) {
      if (notifier.conditions != null) {
        long due = notifier.conditions.dueNanos(notifier.field.snapshots());
        next = next == Long.MAX_VALUE || due - now < next - now ? due : next;
      }
    }
    return next;
  }

  /** The snapshots that are due. */
  List<DataSetMessage> takeSnapshots(long nowNanos) {
    List<DataSetMessage> messages = new ArrayList<>();
    for (Notifier notifier : notifiers.values()) {
      if (notifier.conditions != null
          && notifier.conditions.dueNanos(notifier.field.snapshots()) - nowNanos <= 0) {
        for (ActiveConditions.Event event : notifier.conditions.take(nowNanos)) {
          messages.add(message(Kind.CONDITION, notifier.field, event));
        }
      }
    }
    return messages;
  }

  private DataSetMessage message(Kind kind, PublishedField notifier, ActiveConditions.Event event) {
    return new DataSetMessage(
        writer,
        event.source(),
        kind,
        numbers.next(),
        Instant.now(),
        notifier.name(),
        event.fields(),
        event.values());
  }

  /**
   * The published fields of an event.
   *
   * @param sourceTime time that all values get, null for an event that goes out alone
   */
  private ActiveConditions.Event eventOf(
      Notifier notifier,
      DataSetSource source,
      EventNotification event,
      @Nullable Instant sourceTime) {
    List<@Nullable PublishedField> columns = columns(notifier, source, event.layout());
    List<PublishedField> fields = new ArrayList<>(columns.size());
    List<DataValue> values = new ArrayList<>(columns.size());
    for (int i = 0; i < Math.min(columns.size(), event.values().size()); i++) {
      PublishedField column = columns.get(i);
      if (column != null) {
        fields.add(column);
        values.add(value(event.values().get(i), sourceTime));
      }
    }
    return new ActiveConditions.Event(source, fields, values);
  }

  private static DataValue value(Variant value, @Nullable Instant sourceTime) {
    StatusCode status =
        sourceTime != null && value.isNull()
            ? new StatusCode(StatusCodes.Good_NoData)
            : StatusCode.GOOD;
    DateTime time = sourceTime == null ? null : new DateTime(sourceTime);
    return new DataValue(value, status, time, null, null, null);
  }

  @SuppressWarnings("ReferenceEquality") // each connection makes a layout
  private List<@Nullable PublishedField> columns(
      Notifier notifier, DataSetSource source, EventFieldLayout layout) {
    if (notifier.layout == layout) {
      return notifier.columns;
    }
    List<@Nullable PublishedField> columns = new ArrayList<>(layout.fields().size());
    Set<String> taken = new HashSet<>();
    for (SelectedEventField field : layout.fields()) {
      if (field.hidden()) {
        columns.add(null);
      } else {
        String name = field.name(source.namespaces(), format);
        String free = name;
        for (int i = 1; !taken.add(free); i++) {
          free = name + i;
        }
        columns.add(notifier.field.withName(free));
      }
    }
    notifier.layout = layout;
    notifier.columns = columns;
    return columns;
  }
}
