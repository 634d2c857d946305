package org.bactrian.model.registry;

/**
 * A device that modules run on.
 *
 * @param id id of the device
 * @param siteId site that it is in
 * @param connected true when it is connected
 */
public record Gateway(String id, String siteId, Boolean connected) {}
