package org.bactrian.opcua.session;

/**
 * A session that somebody uses.
 *
 * @param session how it does
 * @param requests requests that use it now
 * @param continuationPoints answers given in part that callers may go on with
 */
public record ActiveConnection(SessionStatistics session, int requests, int continuationPoints) {}
