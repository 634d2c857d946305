package org.bactrian.opcua.service;

import org.eclipse.milo.opcua.stack.core.types.builtin.ByteString;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;

/**
 * Continuation point of a Browse (Part 4, 5.9.3).
 *
 * @param sessionId the session that it is good in
 * @param bytes what the server knows it by
 */
public record BrowseContinuationPoint(NodeId sessionId, ByteString bytes)
    implements ContinuationPoint {}
