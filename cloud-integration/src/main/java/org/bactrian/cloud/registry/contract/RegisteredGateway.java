package org.bactrian.cloud.registry.contract;

/**
 * A device that modules run on.
 *
 * @param id id of the device
 * @param siteId site that it is in
 * @param connected true when it is connected
 */
public record RegisteredGateway(String id, String siteId, Boolean connected) {}
