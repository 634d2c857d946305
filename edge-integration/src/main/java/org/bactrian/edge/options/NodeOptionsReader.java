package org.bactrian.edge.options;

import java.time.Duration;
import org.bactrian.edge.publisher.group.NodeSupervision;
import org.bactrian.edge.publisher.group.NodeWatchdog;
import org.bactrian.edge.publisher.nodes.PublishingDefaults;
import org.bactrian.model.time.Backoff;
import org.bactrian.opcua.service.RequestBounds;
import org.bactrian.opcua.subscription.MonitoringFilter;
import org.bactrian.opcua.subscription.SubscriptionLimits;

/** Reads the options of nodes, subscriptions and their supervision. */
record NodeOptionsReader(MergedValues values) {

  /** Waits as long as these are none. */
  private static final Duration NEVER = Duration.ofDays(36_500);

  /** First wait where only the longest is given, as in OPC Publisher. */
  private static final Duration FIRST_OF_GROWING_DELAYS = Duration.ofSeconds(2);

  NodeOptions read() {
    NodeSupervision usual = NodeSupervision.DEFAULT;
    SubscriptionLimits limits = SubscriptionLimits.DEFAULT;
    Duration longest = longestRetryDelay("InvalidMonitoredItemRetryDelayMaxSeconds");
    Duration retryDelay =
        retryDelay("InvalidMonitoredItemRetryDelaySeconds", usual.retry().first(), longest);
    Duration itemLongest = longestRetryDelay("BadMonitoredItemRetryDelayMaxSeconds");
    return new NodeOptions(
        new PublishingDefaults.Nodes(
            values.bool("AutoSetQueueSizes"),
            values.bool("DefaultSamplingUsingCyclicRead"),
            new NodeSupervision(
                new Backoff(retryDelay, longest.compareTo(retryDelay) > 0 ? longest : retryDelay),
                values.positive("DefaultRebrowsePeriod", usual.rebrowsePeriod()),
                watchdog())),
        limits
            .with()
            .itemRetryDelay(
                retryDelay("BadMonitoredItemRetryDelaySeconds", retryDelay, itemLongest))
            .maxItemRetryDelay(itemLongest)
            .maxItemsPerServerSubscription(itemsPerSubscription(limits))
            .maxPublishRequests(
                values.number("MaxPublishRequests", 1, 65_535, limits.maxPublishRequests()))
            .build(),
        SubscriptionOptions.of(values),
        new RequestBounds(
            values.number("MaxNodesPerReadOverride", 0, Integer.MAX_VALUE, 0),
            values.number("MaxNodesPerBrowseOverride", 0, Integer.MAX_VALUE, 0)),
        filter());
  }

  /** Zero means that only the server has a limit, as does what no server has. */
  private int itemsPerSubscription(SubscriptionLimits limits) {
    long most =
        values.read(
            "MaxMonitoredItemPerSubscription",
            value -> value.asLong(0, 0xFFFFFFFFL),
            (long) limits.maxItemsPerServerSubscription());
    return most == 0 || most > Integer.MAX_VALUE ? Integer.MAX_VALUE : (int) most;
  }

  /** Zero means that there is no retry. */
  private Duration retryDelay(String key, Duration otherwise, Duration longest) {
    Duration delay = values.duration(key, longest.isZero() ? otherwise : FIRST_OF_GROWING_DELAYS);
    return delay.isZero() || delay.compareTo(NEVER) > 0 ? NEVER : delay;
  }

  private Duration longestRetryDelay(String key) {
    Duration longest = values.duration(key, Duration.ZERO);
    return longest.compareTo(NEVER) > 0 ? NEVER : longest;
  }

  private NodeWatchdog watchdog() {
    NodeWatchdog usual = NodeWatchdog.OFF;
    return new NodeWatchdog(
        values.duration("DefaultMonitoredItemWatchdogSeconds", usual.span()),
        values.oneOf(
            "DefaultMonitoredItemWatchdogCondition",
            NodeWatchdog.Condition.values(),
            NodeWatchdog.Condition::text,
            usual.condition()),
        values.oneOf(
            "DefaultWatchdogBehavior",
            NodeWatchdog.Behavior.values(),
            NodeWatchdog.Behavior::text,
            usual.behavior()));
  }

  /** Servers need not support filters, so the usual trigger is none. */
  private MonitoringFilter filter() {
    MonitoringFilter.Trigger usual = MonitoringFilter.Trigger.STATUS_VALUE;
    MonitoringFilter.Trigger trigger =
        values.oneOf(
            "DefaultDataChangeTrigger",
            MonitoringFilter.Trigger.values(),
            NodeOptionsReader::text,
            usual);
    return trigger == usual
        ? MonitoringFilter.NONE
        : new MonitoringFilter.DataChange(trigger, MonitoringFilter.Deadband.NONE, 0);
  }

  private static String text(MonitoringFilter.Trigger trigger) {
    return switch (trigger) {
      case STATUS -> "Status";
      case STATUS_VALUE -> "StatusValue";
      case STATUS_VALUE_TIMESTAMP -> "StatusValueTimestamp";
    };
  }
}
