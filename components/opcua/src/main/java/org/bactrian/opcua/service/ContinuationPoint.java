package org.bactrian.opcua.service;

import org.eclipse.milo.opcua.stack.core.types.builtin.ByteString;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;

/**
 * Continuation point of an answer that a server gave in part (Part 4, 7.9). It takes memory in the
 * server until it was followed to its end, released, or its session ended.
 */
public sealed interface ContinuationPoint
    permits BrowseContinuationPoint, HistoryContinuationPoint {

  /** Session that it is good in. */
  NodeId sessionId();

  /** Bytes that the server knows it by. */
  ByteString bytes();
}
