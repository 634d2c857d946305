package org.bactrian.edge.twin.contract;

import org.jspecify.annotations.Nullable;

/**
 * Node, or one reference of a node.
 *
 * @param sourceId node id of the node
 * @param attributes the node; null for a reference
 * @param reference one of its references; null for the node
 * @param errorInfo what went wrong in the server; null when nothing did
 */
public record BrowseStreamChunk(
    @Nullable String sourceId,
    @Nullable Node attributes,
    @Nullable NodeReference reference,
    @Nullable ErrorInfo errorInfo) {}
