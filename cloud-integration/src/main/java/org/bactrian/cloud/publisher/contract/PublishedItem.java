package org.bactrian.cloud.publisher.contract;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A node whose values are published.
 *
 * @param nodeId id of the node
 * @param displayName name in messages; null for the one that the server has
 * @param publishingInterval time between two notifications of the server; null for 1 s
 * @param samplingInterval time between two samples of the server; null for 1 s
 * @param heartbeatInterval longest time without a message; null for any
 */
public record PublishedItem(
    String nodeId,
    @Nullable String displayName,
    @Nullable Duration publishingInterval,
    @Nullable Duration samplingInterval,
    @Nullable Duration heartbeatInterval) {}
