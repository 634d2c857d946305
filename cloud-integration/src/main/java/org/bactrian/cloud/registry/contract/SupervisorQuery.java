package org.bactrian.cloud.registry.contract;

import org.jspecify.annotations.Nullable;

/**
 * Query that selects supervisors; what is left out does not matter.
 *
 * @param siteId site, or id of the device
 * @param endpointId endpoint that they serve
 * @param connected whether they are connected
 */
public record SupervisorQuery(
    @Nullable String siteId, @Nullable String endpointId, @Nullable Boolean connected) {}
