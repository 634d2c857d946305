package org.bactrian.edge.twin.contract;

/**
 * Result of a connection test.
 *
 * @param errorInfo why not; null when it could
 */
public record TestConnectionResponse(ErrorInfo errorInfo) {}
