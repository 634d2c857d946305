package org.bactrian.cloud.registry.contract;

import io.soabase.recordbuilder.core.RecordBuilder;
import org.bactrian.model.registry.DiscoveryConfig;
import org.bactrian.model.registry.DiscoveryMode;
import org.jspecify.annotations.Nullable;

/**
 * A module that finds servers.
 *
 * @param id id of device and module
 * @param siteId site that it is in
 * @param discovery how it looks; left out when off
 * @param discoveryConfig where it looks
 * @param requestedMode how it should look
 * @param requestedConfig where it should look
 * @param logLevel how much it logs
 * @param outOfSync true when it has not taken over what the cloud wants
 * @param connected true when it is connected
 * @param version version of the module, as it reports it
 */
@RecordBuilder
public record RegisteredDiscoverer(
    String id,
    @Nullable String siteId,
    @Nullable DiscoveryMode discovery,
    @Nullable DiscoveryConfig discoveryConfig,
    @Nullable DiscoveryMode requestedMode,
    @Nullable DiscoveryConfig requestedConfig,
    @Nullable TraceLogLevel logLevel,
    @Nullable Boolean outOfSync,
    @Nullable Boolean connected,
    @Nullable String version) {}
