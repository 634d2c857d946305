package org.bactrian.cloud.registry.contract;

import org.bactrian.model.registry.DiscoveryConfig;
import org.bactrian.model.registry.DiscoveryMode;
import org.jspecify.annotations.Nullable;

/**
 * Update of a discoverer; what is left out stays.
 *
 * @param siteId site; an empty text removes it
 * @param discovery how to look
 * @param discoveryConfig where to look; empty texts and lists, zero and less remove a setting
 * @param logLevel how much to log
 */
public record DiscovererUpdate(
    @Nullable String siteId,
    @Nullable DiscoveryMode discovery,
    @Nullable DiscoveryConfig discoveryConfig,
    @Nullable TraceLogLevel logLevel) {}
