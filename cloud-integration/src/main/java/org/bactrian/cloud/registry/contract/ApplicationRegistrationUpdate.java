package org.bactrian.cloud.registry.contract;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

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
    @Nullable String productUri,
    @Nullable String applicationName,
    @Nullable String locale,
    @Nullable Map<String, String> localizedNames,
    @Nullable List<String> capabilities,
    @Nullable List<String> discoveryUrls,
    @Nullable String discoveryProfileUri,
    @Nullable String gatewayServerUri) {

  public ApplicationRegistrationUpdate {
    localizedNames = localizedNames == null ? null : Map.copyOf(localizedNames);
    capabilities = capabilities == null ? null : List.copyOf(capabilities);
    discoveryUrls = discoveryUrls == null ? null : List.copyOf(discoveryUrls);
  }
}
