package org.bactrian.model.registry;

import java.util.List;

/**
 * Endpoints that a module serves.
 *
 * @param deviceId its device
 * @param moduleId its module
 * @param siteId site that it is in
 * @param endpoints endpoints that it serves
 */
public record SupervisorStatus(
    String deviceId, String moduleId, String siteId, List<EndpointActivationStatus> endpoints) {

  public SupervisorStatus {
    endpoints = endpoints == null ? null : List.copyOf(endpoints);
  }
}
