package org.bactrian.opcua.service;

import org.eclipse.milo.opcua.stack.core.types.builtin.ByteString;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;

/**
 * Continuation point of a HistoryRead (Part 4, 5.10.3).
 *
 * @param sessionId the session that it is good in
 * @param bytes what the server knows it by
 * @param query the query that it goes on with, which many servers want to be sent again
 */
public record HistoryContinuationPoint(NodeId sessionId, ByteString bytes, HistoryQuery query)
    implements ContinuationPoint {}
