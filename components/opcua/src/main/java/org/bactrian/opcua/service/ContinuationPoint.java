package org.bactrian.opcua.service;

import org.eclipse.milo.opcua.stack.core.types.builtin.ByteString;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;

/**
 * Continuation point of an answer that a server gave in part (Part 4, 7.9). It takes memory in the
 * server until it was followed to its end, released, or its session ended.
 *
 * @param sessionId the session that it is good in
 * @param bytes what the server knows it by
 */
public record ContinuationPoint(NodeId sessionId, ByteString bytes) {}
