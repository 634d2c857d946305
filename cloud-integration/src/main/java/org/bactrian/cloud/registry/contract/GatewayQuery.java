package org.bactrian.cloud.registry.contract;

/**
 * Query that selects gateways; what is left out does not matter.
 *
 * @param siteId site, or id of the device
 * @param connected whether they are connected
 */
public record GatewayQuery(String siteId, Boolean connected) {}
