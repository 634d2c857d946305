package org.bactrian.simulator.alarm;

import static org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.Unsigned.ushort;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.UUID;
import org.bactrian.simulator.history.EventArchive;
import org.bactrian.simulator.history.RecordedEvent;
import org.bactrian.simulator.space.LiveNamespace;
import org.eclipse.milo.opcua.sdk.server.model.objects.BaseEventTypeNode;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.eclipse.milo.opcua.stack.core.types.builtin.ByteString;
import org.eclipse.milo.opcua.stack.core.types.builtin.DateTime;
import org.eclipse.milo.opcua.stack.core.types.builtin.LocalizedText;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.QualifiedName;

/**
 * The way of one object's events to those who watch the object, what it is part of, or the Server.
 */
public final class EventChannel {

  private static final int EVENT_ID_BYTES = 16;

  private final LiveNamespace namespace;
  private final NodeId source;
  private final String sourceName;
  private final List<NodeId> notifiers;

  /**
   * Opens a channel.
   *
   * @param source the object that events come from
   * @param sourceName its name, as the field SourceName shows it
   * @param notifiers the objects, below the Server, that the events pass
   */
  public EventChannel(
      LiveNamespace namespace, NodeId source, String sourceName, List<NodeId> notifiers) {
    this.namespace = namespace;
    this.source = source;
    this.sourceName = sourceName;
    this.notifiers = List.copyOf(notifiers);
  }

  /**
   * Announces an event that has the fields of BaseEventType only (OPC UA Part 5, 6.4.2).
   *
   * @param severity 1 to 1000, 1000 the most urgent
   */
  public void announce(NodeId eventType, String message, int severity) {
    try {
      BaseEventTypeNode event =
          namespace
              .server()
              .getEventFactory()
              .createEvent(new NodeId(namespace.getNamespaceIndex(), UUID.randomUUID()), eventType);
      event.setBrowseName(new QualifiedName(namespace.getNamespaceIndex(), "Event"));
      event.setDisplayName(LocalizedText.english("Event"));
      stamp(event, eventType, message, severity);
      fire(event);
      event.delete();
    } catch (UaException e) {
      throw new IllegalStateException("the server cannot make events of type " + eventType, e);
    }
  }

  /** Fills the fields of BaseEventType and returns the new event id. */
  ByteString stamp(BaseEventTypeNode event, NodeId eventType, String message, int severity) {
    return stamp(event, eventType, source, sourceName, message, severity);
  }

  /** As above, for an event of another source. */
  static ByteString stamp(
      BaseEventTypeNode event,
      NodeId eventType,
      NodeId source,
      String sourceName,
      String message,
      int severity) {
    ByteString eventId = newEventId();
    DateTime now = DateTime.now();
    event.setEventId(eventId);
    event.setEventType(eventType);
    event.setSourceNode(source);
    event.setSourceName(sourceName);
    event.setTime(now);
    event.setReceiveTime(now);
    event.setMessage(LocalizedText.english(message));
    event.setSeverity(ushort(severity));
    return eventId;
  }

  /** Records an event, and hands it to everybody who watches now. */
  void fire(BaseEventTypeNode event) {
    List<EventArchive> archives = namespace.historian().archivesOf(notifiers);
    if (!archives.isEmpty()) {
      RecordedEvent recorded = RecordedEvent.of(event);
      archives.forEach(archive -> archive.record(recorded));
    }
    namespace.server().getEventNotifier().fire(event);
    namespace.events().fire(event, notifiers);
  }

  /** Returns whether events of this channel pass an object below the Server. */
  boolean passes(NodeId notifier) {
    return notifiers.contains(notifier);
  }

  private static ByteString newEventId() {
    UUID id = UUID.randomUUID();
    ByteBuffer bytes = ByteBuffer.allocate(EVENT_ID_BYTES);
    bytes.putLong(id.getMostSignificantBits()).putLong(id.getLeastSignificantBits());
    return ByteString.of(bytes.array());
  }
}
