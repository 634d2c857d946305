package org.bactrian.cloud.registry.contract;

/**
 * A gateway with its modules.
 *
 * @param gateway the gateway
 * @param modules what runs on it
 */
public record GatewayInfo(RegisteredGateway gateway, GatewayModules modules) {}
