package org.bactrian.edge.options;

import java.time.Duration;
import org.bactrian.edge.publisher.group.Heartbeat;

/**
 * Options of monitoring, used where the published nodes file does not say otherwise.
 *
 * @param publishingInterval interval of subscriptions
 * @param samplingInterval interval at which a server looks at a value
 * @param queueSize values that a server keeps an item, at least 1
 * @param outage time for which a server keeps values that cannot be fetched, where no queue size is
 *     given; zero for none
 * @param discardNew whether a full queue drops the newest value instead of the oldest
 * @param fetchDisplayName whether the server's display name of a node names its field
 * @param skipFirst whether the first value after a start is left out
 * @param heartbeat heartbeats of nodes, or their behavior alone where the interval is zero
 */
public record MonitoringOptions(
    Duration publishingInterval,
    Duration samplingInterval,
    int queueSize,
    Duration outage,
    boolean discardNew,
    boolean fetchDisplayName,
    boolean skipFirst,
    Heartbeat heartbeat) {}
