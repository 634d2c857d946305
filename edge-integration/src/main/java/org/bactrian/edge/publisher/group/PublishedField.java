package org.bactrian.edge.publisher.group;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.time.Duration;
import org.bactrian.opcua.subscription.MonitoredItem;

/**
 * Field of a DataSet: one value of a server under a name (Part 14, 6.2.3.2.4).
 *
 * @param name key in payloads: the display name, else the field id, else the node id; unique in its
 *     DataSet
 * @param nodeId node as the user wrote it
 * @param item what is monitored for it; its key tells the field from the others of its DataSet and
 *     stays the same when others come and go
 * @param fetchDisplayName whether the server's display name of the node is the name
 * @param skipFirst whether the first value after a start is left out
 * @param heartbeat longest time without a message of the field; zero for any
 */
@RecordBuilder
public record PublishedField(
    String name,
    String nodeId,
    MonitoredItem item,
    boolean fetchDisplayName,
    boolean skipFirst,
    Duration heartbeat)
    implements PublishedFieldBuilder.With {}
