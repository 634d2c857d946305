package org.bactrian.cloud.registry.contract;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.List;
import java.util.Map;
import org.bactrian.model.registry.ApplicationType;
import org.jspecify.annotations.Nullable;

/**
 * An application to be registered as described, without asking it.
 *
 * @param applicationUri URI that the application calls itself by
 * @param applicationType what it is; a server unless given
 * @param productUri URI of the product
 * @param applicationName name for people
 * @param locale language of the name, such as en-US
 * @param siteId site that the application is in
 * @param localizedNames names by language
 * @param capabilities what the application can, such as DA, HD or LDS
 * @param discoveryUrls URLs to ask for endpoints
 * @param discoveryProfileUri URI of the discovery profile
 * @param gatewayServerUri URI of the server that leads to this one
 */
@RecordBuilder
public record ApplicationRegistrationRequest(
    @Nullable String applicationUri,
    @Nullable ApplicationType applicationType,
    @Nullable String productUri,
    @Nullable String applicationName,
    @Nullable String locale,
    @Nullable String siteId,
    @Nullable Map<String, String> localizedNames,
    @Nullable List<String> capabilities,
    @Nullable List<String> discoveryUrls,
    @Nullable String discoveryProfileUri,
    @Nullable String gatewayServerUri) {

  public ApplicationRegistrationRequest {
    localizedNames = localizedNames == null ? null : Map.copyOf(localizedNames);
    capabilities = capabilities == null ? null : List.copyOf(capabilities);
    discoveryUrls = discoveryUrls == null ? null : List.copyOf(discoveryUrls);
  }
}
