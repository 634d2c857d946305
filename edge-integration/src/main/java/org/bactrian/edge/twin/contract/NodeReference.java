package org.bactrian.edge.twin.contract;

import org.jspecify.annotations.Nullable;

/**
 * Reference and its target node.
 *
 * @param referenceTypeId node id of its type; null when only targets were asked for
 * @param direction which way it was followed; null when only targets were asked for
 * @param target node at its end
 * @param errorInfo why nothing more is known of the node
 */
public record NodeReference(
    @Nullable String referenceTypeId,
    @Nullable BrowseDirection direction,
    Node target,
    @Nullable ErrorInfo errorInfo) {}
