package org.bactrian.cloud.registry.contract;

import org.bactrian.model.registry.DiscoveryConfig;
import org.bactrian.model.registry.DiscoveryMode;

/**
 * A discovery to be run once.
 *
 * @param id id that progress and results carry, and that cancels it
 * @param discovery how to look; only the given URLs when off or left out
 * @param configuration where to look
 */
public record DiscoveryRequest(String id, DiscoveryMode discovery, DiscoveryConfig configuration) {}
