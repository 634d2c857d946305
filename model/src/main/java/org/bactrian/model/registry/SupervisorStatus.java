package org.bactrian.model.registry;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Endpoints that a module serves.
 *
 * @param deviceId its device
 * @param moduleId its module
 * @param siteId site that it is in
 * @param endpoints endpoints that it serves
 */
public record SupervisorStatus(
    @Nullable String deviceId,
    @Nullable String moduleId,
    @Nullable String siteId,
    @Nullable List<EndpointActivationStatus> endpoints) {

  public SupervisorStatus {
    endpoints = endpoints == null ? null : List.copyOf(endpoints);
  }
}
