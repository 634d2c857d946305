package org.bactrian.opcua.service;

import org.eclipse.milo.opcua.stack.core.types.builtin.ExpandedNodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.ExtensionObject;
import org.eclipse.milo.opcua.stack.core.types.enumerated.TimestampsToReturn;

/**
 * Query for the history of one node (Part 4, 5.10.3).
 *
 * @param node the node
 * @param details what is read of it: encoded HistoryReadDetails (Part 11, 6.4)
 * @param timestamps the timestamps that values come with; Neither is refused by servers
 * @param indexRange part of each value (Part 4, 7.27); empty for all
 */
public record HistoryQuery(
    ExpandedNodeId node,
    ExtensionObject details,
    TimestampsToReturn timestamps,
    String indexRange) {}
