package org.bactrian.edge.twin.contract;

/**
 * Whether a server could be connected to.
 *
 * @param errorInfo why not; null when it could
 */
public record TestConnectionResponse(ErrorInfo errorInfo) {}
