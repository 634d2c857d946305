package org.bactrian.cloud.registry;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.bactrian.cloud.registry.twin.ApplicationTwin;
import org.bactrian.cloud.registry.twin.EndpointTwin;
import org.bactrian.cloud.registry.twin.Twin;

/**
 * Entities in the registry that a discoverer found and that are not disabled.
 *
 * @param applications ids of applications
 * @param endpoints ids of endpoints by the application
 */
public record DiscovererFindings(Set<String> applications, Map<String, Set<String>> endpoints) {

  /** Findings of a discoverer that has none. */
  public static final DiscovererFindings NONE = new DiscovererFindings(Set.of(), Map.of());

  /**
   * Reads the findings of a discoverer: one query, however many there are, since IoT Hub takes few.
   */
  public static DiscovererFindings of(HubRegistry hub, String discovererId) {
    String query =
        TwinQueryText.where("devices", "tags.DiscovererId = " + TwinQueryText.quoted(discovererId))
            .seen()
            .toString();
    Set<String> applications = new HashSet<>();
    Map<String, Set<String>> endpoints = new HashMap<>();
    for (Twin twin : hub.all(query)) {
      if (ApplicationTwin.read(twin).isPresent()) {
        applications.add(twin.id().deviceId());
      } else if (EndpointTwin.read(twin, true).isPresent()) {
        String application = twin.tags().path("ApplicationId").asText();
        endpoints.computeIfAbsent(application, id -> new HashSet<>()).add(twin.id().deviceId());
      }
    }
    return new DiscovererFindings(applications, endpoints);
  }
}
