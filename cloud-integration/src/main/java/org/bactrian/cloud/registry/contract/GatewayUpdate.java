package org.bactrian.cloud.registry.contract;

/**
 * Update of a gateway; what is left out stays.
 *
 * @param siteId site; an empty text removes it
 */
public record GatewayUpdate(String siteId) {}
