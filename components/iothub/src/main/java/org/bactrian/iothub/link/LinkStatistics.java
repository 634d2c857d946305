package org.bactrian.iothub.link;

/**
 * Statistics of a link.
 *
 * @param inFlightMessages messages not yet acknowledged, those that wait for a connection included
 * @param inFlightBytes their size
 * @param acknowledged messages acknowledged since the start
 * @param resent attempts beyond the first since the start; a receiver may see as many copies
 * @param connects connections made since the start
 */
public record LinkStatistics(
    int inFlightMessages, long inFlightBytes, long acknowledged, long resent, long connects) {}
