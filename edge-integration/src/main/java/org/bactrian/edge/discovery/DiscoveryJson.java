package org.bactrian.edge.discovery;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import org.bactrian.model.registry.ApplicationInfo;
import org.bactrian.model.registry.Endpoint;
import org.bactrian.model.registry.RegistryJson;

/**
 * Writer of discovery messages in the form of version 2.8: names begin with a capital letter, are
 * in the order of 2.8 and are present even without a value.
 */
final class DiscoveryJson {

  private static final ObjectMapper MAPPER =
      RegistryJson.mapper()
          .copy()
          .setPropertyNamingStrategy(PropertyNamingStrategies.UPPER_CAMEL_CASE)
          .setDefaultPropertyInclusion(
              JsonInclude.Value.construct(JsonInclude.Include.ALWAYS, JsonInclude.Include.ALWAYS))
          .addMixIn(Endpoint.class, EndpointOrder.class)
          .addMixIn(ApplicationInfo.class, ApplicationOrder.class);

  private DiscoveryJson() {}

  static byte[] bytes(Object message) {
    try {
      return MAPPER.writeValueAsBytes(message);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(message.getClass() + " cannot be written as JSON", e);
    }
  }

  @JsonPropertyOrder({"Url", "AlternativeUrls", "SecurityPolicy", "SecurityMode", "Certificate"})
  private interface EndpointOrder {}

  @JsonPropertyOrder({
    "ApplicationId",
    "ApplicationType",
    "ApplicationUri",
    "ProductUri",
    "ApplicationName",
    "Locale",
    "LocalizedNames",
    "Capabilities",
    "HostAddresses",
    "DiscoveryUrls",
    "DiscoveryProfileUri",
    "GatewayServerUri",
    "SiteId",
    "DiscovererId",
    "NotSeenSince",
    "Created",
    "Updated"
  })
  private interface ApplicationOrder {}
}
