package org.bactrian.cloud.registry.contract;

import org.jspecify.annotations.Nullable;

/**
 * Query that selects publishers; what is left out does not matter.
 *
 * @param siteId site, or id of the device
 * @param connected whether they are connected
 */
public record PublisherQuery(@Nullable String siteId, @Nullable Boolean connected) {}
