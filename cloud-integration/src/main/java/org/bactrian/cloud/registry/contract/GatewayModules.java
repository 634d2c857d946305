package org.bactrian.cloud.registry.contract;

import org.jspecify.annotations.Nullable;

/**
 * Modules that run on a gateway.
 *
 * @param supervisor what serves endpoints
 * @param publisher what publishes
 * @param discoverer what finds servers
 */
public record GatewayModules(
    @Nullable RegisteredSupervisor supervisor,
    @Nullable RegisteredPublisher publisher,
    @Nullable RegisteredDiscoverer discoverer) {}
