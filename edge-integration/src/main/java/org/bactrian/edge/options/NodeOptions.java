package org.bactrian.edge.options;

import org.bactrian.edge.publisher.nodes.PublishingDefaults;
import org.bactrian.opcua.service.RequestBounds;
import org.bactrian.opcua.subscription.MonitoringFilter;
import org.bactrian.opcua.subscription.SubscriptionLimits;

/**
 * Options of the way to nodes and of what is asked of servers for them.
 *
 * @param defaults defaults of what the published nodes file may say
 * @param limits bounds of subscriptions
 * @param subscriptions subscriptions at servers
 * @param requests bounds of requests
 * @param filter filter of nodes that ask for none
 */
public record NodeOptions(
    PublishingDefaults.Nodes defaults,
    SubscriptionLimits limits,
    SubscriptionOptions subscriptions,
    RequestBounds requests,
    MonitoringFilter filter) {}
