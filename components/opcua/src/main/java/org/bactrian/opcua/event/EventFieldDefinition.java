package org.bactrian.opcua.event;

import java.util.List;
import org.eclipse.milo.opcua.stack.core.AttributeId;
import org.eclipse.milo.opcua.stack.core.NodeIds;
import org.eclipse.milo.opcua.stack.core.types.builtin.ExpandedNodeId;

/**
 * Field of an event by its browse path (Part 4, 7.7.4.5), independent of a server's namespace
 * indices.
 *
 * @param type event type that the path begins at
 * @param browsePath browse names from the type to the field, as text; empty for the event itself
 * @param attribute attribute of the field
 * @param indexRange part of an array (Part 4, 7.27), empty for the whole value
 * @param name name in messages, empty for the browse path
 */
public record EventFieldDefinition(
    ExpandedNodeId type,
    List<String> browsePath,
    AttributeId attribute,
    String indexRange,
    String name) {

  /** Fields that are selected where a filter selects none (Part 5, 6.4.2). */
  static final List<EventFieldDefinition> OF_BASE_EVENT_TYPE =
      List.of(
          ofBaseEventType("EventId"),
          ofBaseEventType("EventType"),
          ofBaseEventType("SourceNode"),
          ofBaseEventType("SourceName"),
          ofBaseEventType("Time"),
          ofBaseEventType("ReceiveTime"),
          ofBaseEventType("LocalTime"),
          ofBaseEventType("Message"),
          ofBaseEventType("Severity"));

  public EventFieldDefinition {
    browsePath = List.copyOf(browsePath);
  }

  /** The value of a field of BaseEventType. */
  static EventFieldDefinition ofBaseEventType(String browseName) {
    return new EventFieldDefinition(
        NodeIds.BaseEventType.expanded(), List.of(browseName), AttributeId.Value, "", "");
  }
}
