package org.bactrian.cloud.registry.contract;

import org.jspecify.annotations.Nullable;

/**
 * Update of a gateway; what is left out stays.
 *
 * @param siteId site; an empty text removes it
 */
public record GatewayUpdate(@Nullable String siteId) {}
