package org.bactrian.model.registry;

/**
 * A gateway with its modules.
 *
 * @param gateway the gateway
 * @param modules what runs on it
 */
public record GatewayInfo(Gateway gateway, GatewayModules modules) {}
