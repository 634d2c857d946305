package org.bactrian.cloud.registry.contract;

import org.bactrian.model.registry.DiscoveryMode;
import org.jspecify.annotations.Nullable;

/**
 * Query that selects discoverers; what is left out does not matter.
 *
 * @param siteId site, or id of the device
 * @param discovery how they look or should look
 * @param connected whether they are connected
 */
public record DiscovererQuery(
    @Nullable String siteId, @Nullable DiscoveryMode discovery, @Nullable Boolean connected) {}
