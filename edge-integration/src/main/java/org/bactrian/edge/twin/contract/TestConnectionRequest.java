package org.bactrian.edge.twin.contract;

/**
 * Asks whether a server can be connected to.
 *
 * @param header for whom and how; null for the defaults
 */
public record TestConnectionRequest(RequestHeader header) {}
