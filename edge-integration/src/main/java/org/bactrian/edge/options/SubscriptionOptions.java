package org.bactrian.edge.options;

/**
 * Options of subscriptions at servers.
 *
 * @param keepAliveCount publishing intervals without data until a server says that it lives; 0 for
 *     a count that fits the interval
 * @param lifetimeCount publishing intervals for which a server keeps a subscription that nobody
 *     asks for; 0 for a time that fits outages
 * @param transferred whether subscriptions move to the session that comes after a lost one
 * @param ignoresIntervals whether the publishing intervals of the file are ignored
 */
public record SubscriptionOptions(
    int keepAliveCount, int lifetimeCount, boolean transferred, boolean ignoresIntervals) {

  static SubscriptionOptions of(MergedValues values) {
    return new SubscriptionOptions(
        values.number("DefaultKeepAliveCount", 0, Integer.MAX_VALUE, 0),
        values.number("DefaultLifetimeCount", 0, Integer.MAX_VALUE, 0),
        !values.bool("DisableSubscriptionTransfer"),
        values.bool("IgnoreConfiguredPublishingIntervals"));
  }
}
