package org.bactrian.opcua.subscription;

/**
 * Counts of messages, values and gaps of a session's subscriptions since it was opened, and their
 * current state.
 *
 * @param messages notification messages delivered, never falls
 * @param values changes of values and events delivered, never falls
 * @param gaps times that values may have been lost, never falls
 * @param subscriptions subscriptions as their holders see them
 * @param monitoredItems items that the server monitors now
 * @param refusedItems items that it should monitor and does not
 * @param waitingMessages messages that wait for slow listeners now
 * @param publishing publish requests with which the server is asked for messages
 */
public record SubscriptionCounts(
    long messages,
    long values,
    long gaps,
    int subscriptions,
    int monitoredItems,
    int refusedItems,
    int waitingMessages,
    PublishRequestCounts publishing) {}
