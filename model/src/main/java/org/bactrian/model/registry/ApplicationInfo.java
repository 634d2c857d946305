package org.bactrian.model.registry;

import com.fasterxml.jackson.annotation.JsonIgnore;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An OPC UA application as the registry knows it.
 *
 * @param applicationId id, computed from site, type and URI
 * @param applicationType what it is
 * @param applicationUri URI that the application calls itself by
 * @param productUri URI of the product
 * @param applicationName name for people
 * @param locale language of the name
 * @param localizedNames names by language
 * @param capabilities what it can, such as DA, HD or LDS
 * @param discoveryUrls URLs to ask for endpoints
 * @param discoveryProfileUri URI of the discovery profile
 * @param gatewayServerUri URI of the server that leads to this one
 * @param hostAddresses addresses that it was found at
 * @param siteId site that it is in
 * @param discovererId discoverer that found it
 * @param notSeenSince since when it is not seen, which is when it was disabled
 * @param created who registered it
 * @param updated who changed it last
 */
@RecordBuilder
public record ApplicationInfo(
    @Nullable String applicationId,
    @Nullable ApplicationType applicationType,
    @Nullable String applicationUri,
    @Nullable String productUri,
    @Nullable String applicationName,
    @Nullable String locale,
    @Nullable Map<String, String> localizedNames,
    @Nullable List<String> capabilities,
    @Nullable List<String> discoveryUrls,
    @Nullable String discoveryProfileUri,
    @Nullable String gatewayServerUri,
    @Nullable List<String> hostAddresses,
    @Nullable String siteId,
    @Nullable String discovererId,
    @Nullable Instant notSeenSince,
    @Nullable RegistryOperation created,
    @Nullable RegistryOperation updated)
    implements ApplicationInfoBuilder.With {

  public ApplicationInfo {
    localizedNames = localizedNames == null ? null : Map.copyOf(localizedNames);
    capabilities = capabilities == null ? null : List.copyOf(capabilities);
    discoveryUrls = discoveryUrls == null ? null : List.copyOf(discoveryUrls);
    hostAddresses = hostAddresses == null ? null : List.copyOf(hostAddresses);
  }

  /** Returns the application with the site and discoverer that found it. */
  public ApplicationInfo foundBy(@Nullable String site, @Nullable String discoverer) {
    return with()
        .applicationId(
            ApplicationIds.of(site, discoverer, applicationType, applicationUri).orElse(null))
        .siteId(site)
        .discovererId(discoverer)
        .build();
  }

  /** Id of an application that is in the registry, where each has one. */
  public String registeredId() {
    return Objects.requireNonNull(applicationId, "id of a registered application");
  }

  /** Returns whether it is disabled because it was not seen, or by an operator. */
  @JsonIgnore
  public boolean isDisabled() {
    return notSeenSince != null;
  }
}
