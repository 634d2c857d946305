package org.bactrian.edge.options;

import org.bactrian.edge.publisher.nodes.PublishingDefaults;
import org.bactrian.opcua.subscription.SubscriptionLimits;

/**
 * Options of the way to nodes and of what is asked of servers for them.
 *
 * @param defaults defaults of what the published nodes file may say
 * @param limits bounds of subscriptions
 */
public record NodeOptions(PublishingDefaults.Nodes defaults, SubscriptionLimits limits) {}
