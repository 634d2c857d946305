package org.bactrian.edge.twin.contract;

/**
 * A trust list of a server that is as asked for.
 *
 * @param changed whether it was another one before
 */
public record ServerTrustListUpdateResponse(boolean changed) {}
