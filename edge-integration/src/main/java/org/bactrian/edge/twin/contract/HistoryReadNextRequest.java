package org.bactrian.edge.twin.contract;

/**
 * Request for more of a history.
 *
 * @param continuationToken from the answer before
 * @param abort whether the rest is not wanted and the server may forget it; null for false
 * @param header for whom and how; null for the defaults
 */
public record HistoryReadNextRequest(
    String continuationToken, Boolean abort, RequestHeader header) {}
