package org.bactrian.cloud.registry.contract;

import org.bactrian.model.registry.DiscoveryConfig;
import org.bactrian.model.registry.DiscoveryMode;
import org.jspecify.annotations.Nullable;

/**
 * A discovery to be run once.
 *
 * @param id id that progress and results carry, and that cancels it
 * @param discovery how to look; only the given URLs when off or left out
 * @param configuration where to look
 */
public record DiscoveryRequest(
    @Nullable String id,
    @Nullable DiscoveryMode discovery,
    @Nullable DiscoveryConfig configuration) {}
