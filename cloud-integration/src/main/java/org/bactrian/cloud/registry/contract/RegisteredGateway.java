package org.bactrian.cloud.registry.contract;

import org.jspecify.annotations.Nullable;

/**
 * A device that modules run on.
 *
 * @param id id of the device
 * @param siteId site that it is in
 * @param connected true when it is connected
 */
public record RegisteredGateway(String id, @Nullable String siteId, @Nullable Boolean connected) {}
