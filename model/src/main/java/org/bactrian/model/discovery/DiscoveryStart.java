package org.bactrian.model.discovery;

import org.bactrian.model.registry.DiscoveryConfig;
import org.bactrian.model.registry.DiscoveryMode;
import org.bactrian.model.registry.RegistryOperation;
import org.jspecify.annotations.Nullable;

/**
 * Payload of the method Discover: a discovery to be run once.
 *
 * @param id id that progress and results carry
 * @param discovery how to look; only the given URLs when off or left out
 * @param configuration where to look
 * @param context who asked for it, and when
 */
public record DiscoveryStart(
    @Nullable String id,
    @Nullable DiscoveryMode discovery,
    @Nullable DiscoveryConfig configuration,
    @Nullable RegistryOperation context) {}
