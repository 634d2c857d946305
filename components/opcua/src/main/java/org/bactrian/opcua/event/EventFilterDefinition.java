package org.bactrian.opcua.event;

import java.util.List;
import org.eclipse.milo.opcua.stack.core.types.builtin.ExpandedNodeId;
import org.jspecify.annotations.Nullable;

/**
 * Filter of events (Part 4, 7.22.3) with namespace URIs and browse names, so that it means the same
 * at each connection: {@link EventFilterResolver} makes a server's filter of it.
 *
 * @param type event type whose events are wanted with all fields that the server's type has; null
 *     where fields and elements are given
 * @param fields fields to report; empty for those of BaseEventType
 * @param where which events are reported; empty for all
 */
public record EventFilterDefinition(
    @Nullable ExpandedNodeId type, List<EventFieldDefinition> fields, List<WhereElement> where) {

  public EventFilterDefinition {
    fields = List.copyOf(fields);
    where = List.copyOf(where);
  }

  /** All events of a type and its subtypes, with all fields of the type. */
  public static EventFilterDefinition ofType(ExpandedNodeId type) {
    return new EventFilterDefinition(type, List.of(), List.of());
  }
}
