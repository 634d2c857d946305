package org.bactrian.opcua.event;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.eclipse.milo.opcua.stack.core.NodeIds;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.Variant;

/**
 * Order of the fields that a server sends for each event of an item.
 *
 * @param fields the fields in that order
 */
public record EventFieldLayout(List<SelectedEventField> fields) {

  private static final String EVENT_TYPE = "EventType";
  private static final String RETAIN = "Retain";
  private static final String BRANCH_ID = "BranchId";

  public EventFieldLayout {
    fields = List.copyOf(fields);
  }

  /**
   * Layout of these fields, and of those that are needed to understand an event.
   *
   * @param conditions whether the state of conditions is followed
   */
  static EventFieldLayout of(List<SelectedEventField> selected, boolean conditions) {
    List<SelectedEventField> all = new ArrayList<>(selected);
    if (selected.stream().noneMatch(field -> field.isValueOf(EVENT_TYPE))) {
      all.add(SelectedEventField.hidden(NodeIds.BaseEventType, EVENT_TYPE));
    }
    if (conditions && selected.stream().noneMatch(SelectedEventField::isConditionId)) {
      all.add(SelectedEventField.conditionId(true));
    }
    if (conditions && selected.stream().noneMatch(field -> field.isValueOf(RETAIN))) {
      all.add(SelectedEventField.hidden(NodeIds.ConditionType, RETAIN));
    }
    return new EventFieldLayout(all);
  }

  /** The type of an event; empty where the server did not send it. */
  public Optional<NodeId> eventType(List<Variant> values) {
    return value(values, field -> field.isValueOf(EVENT_TYPE), NodeId.class);
  }

  /** The condition of an event; empty for an event that is of none. */
  public Optional<NodeId> conditionId(List<Variant> values) {
    return value(values, SelectedEventField::isConditionId, NodeId.class).filter(NodeId::isNotNull);
  }

  /** The branch of the condition; empty for its current state, and where it was not selected. */
  public Optional<NodeId> branchId(List<Variant> values) {
    return value(values, field -> field.isValueOf(BRANCH_ID), NodeId.class)
        .filter(NodeId::isNotNull);
  }

  /** Returns whether a client that comes later has to hear of the condition (Part 9, 5.5.2). */
  public boolean isRetained(List<Variant> values) {
    return value(values, field -> field.isValueOf(RETAIN), Boolean.class).orElse(false);
  }

  private <T> Optional<T> value(
      List<Variant> values, Predicate<SelectedEventField> wanted, Class<T> type) {
    for (int i = 0; i < fields.size() && i < values.size(); i++) {
      if (wanted.test(fields.get(i))) {
        Object value = values.get(i).value();
        return type.isInstance(value) ? Optional.of(type.cast(value)) : Optional.empty();
      }
    }
    return Optional.empty();
  }
}
