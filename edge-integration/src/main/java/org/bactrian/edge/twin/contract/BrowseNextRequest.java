package org.bactrian.edge.twin.contract;

/**
 * Request for further references of a browse.
 *
 * @param continuationToken from the answer before
 * @param abort whether the rest is not wanted and the server may forget it; null for false
 * @param targetNodesOnly whether each target is named once, without its references; null for false
 * @param readVariableValues whether values are read too; null for false
 * @param header for whom and how; null for the defaults
 * @param nodeIdsOnly whether names and ids are enough, which is faster; null for false
 */
public record BrowseNextRequest(
    String continuationToken,
    Boolean abort,
    Boolean targetNodesOnly,
    Boolean readVariableValues,
    RequestHeader header,
    Boolean nodeIdsOnly) {}
