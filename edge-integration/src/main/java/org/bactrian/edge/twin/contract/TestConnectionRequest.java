package org.bactrian.edge.twin.contract;

/**
 * Request to test the connection to a server.
 *
 * @param header for whom and how; null for the defaults
 */
public record TestConnectionRequest(RequestHeader header) {}
