package org.bactrian.model.registry;

import java.util.List;

/**
 * An application with its endpoints.
 *
 * @param application the application
 * @param endpoints its endpoints
 */
public record ApplicationRegistration(
    ApplicationInfo application, List<EndpointRegistration> endpoints) {

  public ApplicationRegistration {
    endpoints = endpoints == null ? null : List.copyOf(endpoints);
  }
}
