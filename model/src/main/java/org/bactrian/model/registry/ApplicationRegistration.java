package org.bactrian.model.registry;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An application with its endpoints.
 *
 * @param application the application
 * @param endpoints its endpoints
 */
public record ApplicationRegistration(
    @Nullable ApplicationInfo application, @Nullable List<EndpointRegistration> endpoints) {

  public ApplicationRegistration {
    endpoints = endpoints == null ? null : List.copyOf(endpoints);
  }
}
