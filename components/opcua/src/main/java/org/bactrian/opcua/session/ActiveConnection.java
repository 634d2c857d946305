package org.bactrian.opcua.session;

/**
 * Session in use, with its statistics and pending requests.
 *
 * @param session how it does
 * @param requests requests that use it now
 * @param continuationPoints answers given in part that callers may go on with
 */
public record ActiveConnection(SessionStatistics session, int requests, int continuationPoints) {}
