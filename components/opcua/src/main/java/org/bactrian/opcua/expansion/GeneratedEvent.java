package org.bactrian.opcua.expansion;

import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;

/**
 * Event that the type of a node says it generates (Part 3, 7.15).
 *
 * @param source node whose type it is
 * @param notifier object that reports it: the nearest one above that takes subscriptions to events,
 *     else the Server object
 * @param eventType type of the event
 * @param name browse name of the type, without its namespace
 */
public record GeneratedEvent(
    HierarchyNode source, NodeId notifier, NodeId eventType, String name) {}
