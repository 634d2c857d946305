package org.bactrian.edge.publisher.stream;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.Map;
import java.util.function.Supplier;
import org.bactrian.opcua.session.ConnectionSettings;
import org.bactrian.opcua.session.SessionState;

/**
 * Status of a DataSetWriter.
 *
 * @param name name of the writer
 * @param endpointUrl address of its server as the user wrote it
 * @param connection server, security and user
 * @param state state of its session
 * @param received values and events received since it started
 * @param items nodes that it publishes
 * @param badItems nodes that the server does not monitor
 * @param lateItems nodes that report nothing for longer than their watchdog allows
 * @param failures how to find what is wrong with the bad ones by the keys of the items, which may
 *     be many
 */
@RecordBuilder
public record WriterStatus(
    String name,
    String endpointUrl,
    ConnectionSettings connection,
    SessionState state,
    long received,
    int items,
    int badItems,
    int lateItems,
    Supplier<Map<String, NodeFailure>> failures) {}
