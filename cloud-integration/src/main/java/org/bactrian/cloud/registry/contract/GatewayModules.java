package org.bactrian.cloud.registry.contract;

/**
 * Modules that run on a gateway.
 *
 * @param supervisor what serves endpoints
 * @param publisher what publishes
 * @param discoverer what finds servers
 */
public record GatewayModules(
    RegisteredSupervisor supervisor,
    RegisteredPublisher publisher,
    RegisteredDiscoverer discoverer) {}
