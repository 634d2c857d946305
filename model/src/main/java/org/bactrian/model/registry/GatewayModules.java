package org.bactrian.model.registry;

/**
 * What runs on a gateway.
 *
 * @param supervisor what serves endpoints
 * @param publisher what publishes
 * @param discoverer what finds servers
 */
public record GatewayModules(Supervisor supervisor, Publisher publisher, Discoverer discoverer) {}
