package org.bactrian.model.discovery;

import com.fasterxml.jackson.databind.JsonNode;
import org.bactrian.model.registry.DiscoveryConfig;
import org.bactrian.model.registry.RegistryOperation;
import org.jspecify.annotations.Nullable;

/**
 * Outcome of a discovery run.
 *
 * @param id id of the request
 * @param discoveryConfig where it looked
 * @param registerOnly true when it only looked at the given URLs, so that it says nothing of others
 * @param diagnostics what else it has to say
 * @param context who asked for it, and when
 */
public record DiscoveryResult(
    @Nullable String id,
    @Nullable DiscoveryConfig discoveryConfig,
    @Nullable Boolean registerOnly,
    @Nullable JsonNode diagnostics,
    @Nullable RegistryOperation context) {}
