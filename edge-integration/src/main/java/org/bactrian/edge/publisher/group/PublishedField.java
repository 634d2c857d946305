package org.bactrian.edge.publisher.group;

import io.soabase.recordbuilder.core.RecordBuilder;
import org.bactrian.opcua.subscription.MonitoredItem;
import org.bactrian.opcua.subscription.MonitoringFilter;

/**
 * Field of a DataSet: one value of a server under a name (Part 14, 6.2.3.2.4), or the events of a
 * notifier, of which each is a message with fields of its own (Part 14, 6.2.3.4).
 *
 * @param name key in payloads: the display name, else the field id, else the node id; unique in its
 *     DataSet. Of events what their messages add to the name of the writer, empty for nothing
 * @param nodeId node as the user wrote it
 * @param item what is monitored for it; its key tells the field from the others of its DataSet and
 *     stays the same when others come and go
 * @param fetchDisplayName whether the server's display name of the node is the name
 * @param skipFirst whether the first value after a start is left out
 * @param heartbeat messages that repeat its last value
 * @param snapshots when active conditions are sent in place of events
 * @param classFieldId id of the field in the class of its DataSet, empty for none
 * @param access way to the node and its values
 * @param subtopic what the topic of its messages has behind that of its group, empty for nothing
 */
@RecordBuilder
public record PublishedField(
    String name,
    String nodeId,
    MonitoredItem item,
    boolean fetchDisplayName,
    boolean skipFirst,
    Heartbeat heartbeat,
    ConditionSnapshots snapshots,
    String classFieldId,
    FieldAccess access,
    String subtopic)
    implements PublishedFieldBuilder.With {

  /** A field whose node is monitored. */
  public PublishedField(
      String name,
      String nodeId,
      MonitoredItem item,
      boolean fetchDisplayName,
      boolean skipFirst,
      Heartbeat heartbeat,
      ConditionSnapshots snapshots) {
    this(
        name,
        nodeId,
        item,
        fetchDisplayName,
        skipFirst,
        heartbeat,
        snapshots,
        "",
        FieldAccess.MONITORED,
        "");
  }

  /** A field that is a value. */
  public PublishedField(
      String name,
      String nodeId,
      MonitoredItem item,
      boolean fetchDisplayName,
      boolean skipFirst,
      Heartbeat heartbeat) {
    this(name, nodeId, item, fetchDisplayName, skipFirst, heartbeat, ConditionSnapshots.NONE);
  }

  /** Returns whether it stands for events. */
  public boolean publishesEvents() {
    return item.filter() instanceof MonitoringFilter.Events;
  }
}
