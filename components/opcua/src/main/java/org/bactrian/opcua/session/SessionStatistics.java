package org.bactrian.opcua.session;

import org.bactrian.opcua.subscription.SubscriptionCounts;

/**
 * Statistics of a session, for metrics.
 *
 * @param settings whose session it is
 * @param state where it is in its life
 * @param holders how many use it
 * @param connects times that it became connected, never falls
 * @param retries attempts to connect that failed, never falls
 * @param subscriptions what its subscriptions do
 */
public record SessionStatistics(
    ConnectionSettings settings,
    SessionState state,
    int holders,
    long connects,
    long retries,
    SubscriptionCounts subscriptions) {}
