package org.bactrian.cloud.registry.contract;

import java.util.List;
import java.util.Map;

/**
 * Update of an application; what is left out stays.
 *
 * @param productUri URI of the product
 * @param applicationName name for people
 * @param locale language of the name
 * @param localizedNames names by language, in place of those that it has
 * @param capabilities what the application can, such as DA, HD or LDS; none removes all
 * @param discoveryUrls URLs to ask for endpoints; none removes all
 * @param discoveryProfileUri URI of the discovery profile
 * @param gatewayServerUri URI of the server that leads to this one
 */
public record ApplicationRegistrationUpdate(
    String productUri,
    String applicationName,
    String locale,
    Map<String, String> localizedNames,
    List<String> capabilities,
    List<String> discoveryUrls,
    String discoveryProfileUri,
    String gatewayServerUri) {

  public ApplicationRegistrationUpdate {
    localizedNames = localizedNames == null ? null : Map.copyOf(localizedNames);
    capabilities = capabilities == null ? null : List.copyOf(capabilities);
    discoveryUrls = discoveryUrls == null ? null : List.copyOf(discoveryUrls);
  }
}
