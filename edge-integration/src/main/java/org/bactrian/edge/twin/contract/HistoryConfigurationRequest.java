package org.bactrian.edge.twin.contract;

/**
 * Request for how the history of a variable is recorded.
 *
 * @param header for whom and how; null for the defaults
 * @param nodeId node id of the variable
 */
public record HistoryConfigurationRequest(RequestHeader header, String nodeId) {}
