package org.bactrian.edge.discovery;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.bactrian.model.registry.ApplicationInfo;
import org.bactrian.model.registry.ApplicationInfoBuilder;
import org.bactrian.model.registry.ApplicationRegistration;
import org.bactrian.model.registry.ApplicationType;
import org.bactrian.model.registry.Endpoint;
import org.bactrian.model.registry.EndpointIds;
import org.bactrian.model.registry.EndpointRegistration;
import org.bactrian.model.registry.ServerSecurityMode;
import org.bactrian.opcua.discovery.DiscoveredEndpoint;
import org.bactrian.opcua.discovery.DiscoveryUrl;
import org.bactrian.opcua.pki.CertificateThumbprints;
import org.eclipse.milo.opcua.stack.core.types.builtin.ByteString;
import org.eclipse.milo.opcua.stack.core.types.builtin.LocalizedText;
import org.eclipse.milo.opcua.stack.core.types.enumerated.MessageSecurityMode;
import org.eclipse.milo.opcua.stack.core.types.structured.ApplicationDescription;
import org.eclipse.milo.opcua.stack.core.types.structured.EndpointDescription;
import org.jspecify.annotations.Nullable;

/**
 * Servers found by one run with their endpoints, each once, however often and at however many
 * addresses it was found.
 */
final class FoundServers {

  private final @Nullable String siteId;
  private final String discovererId;
  private final Map<String, ApplicationInfo> applications = new LinkedHashMap<>();
  private final Map<String, Map<String, EndpointRegistration>> endpoints = new LinkedHashMap<>();

  /**
   * Servers that a module finds.
   *
   * @param siteId site of the module; null for none, as in what is sent
   * @param discovererId the module
   */
  FoundServers(@Nullable String siteId, String discovererId) {
    this.siteId = siteId;
    this.discovererId = discovererId;
  }

  /** Takes an endpoint in; where it was met is where it is accessible. */
  void add(DiscoveredEndpoint found) {
    String place = DiscoveryUrl.parse(found.accessibleUrl()).place();
    EndpointDescription description = found.description();
    ApplicationInfo application = application(description.getServer(), found, place);
    EndpointRegistration endpoint = endpoint(found);
    String id = Objects.requireNonNullElse(application.applicationId(), place);
    applications.merge(id, application, FoundServers::joined);
    endpoints
        .computeIfAbsent(id, unknown -> new LinkedHashMap<>())
        .merge(EndpointIds.of(id, endpoint).orElse(""), endpoint, FoundServers::joined);
  }

  int count() {
    return applications.size();
  }

  List<ApplicationRegistration> registrations() {
    return applications.entrySet().stream()
        .map(
            entry ->
                new ApplicationRegistration(
                    entry.getValue(),
                    List.copyOf(endpoints.getOrDefault(entry.getKey(), Map.of()).values())))
        .toList();
  }

  private ApplicationInfo application(
      ApplicationDescription server, DiscoveredEndpoint found, String place) {
    LocalizedText name = server.getApplicationName();
    String text = name == null ? null : name.text();
    String locale = name == null || name.locale() == null ? "" : name.locale();
    return ApplicationInfoBuilder.builder()
        .applicationType(type(server))
        .applicationUri(server.getApplicationUri())
        .productUri(server.getProductUri())
        .applicationName(text)
        .localizedNames(locale.isEmpty() || text == null ? null : Map.of(locale, text))
        .capabilities(found.capabilities().stream().sorted().toList())
        .discoveryUrls(strings(server.getDiscoveryUrls()))
        .discoveryProfileUri(server.getDiscoveryProfileUri())
        .hostAddresses(List.of(place))
        .build()
        .foundBy(siteId, discovererId);
  }

  private EndpointRegistration endpoint(DiscoveredEndpoint found) {
    EndpointDescription description = found.description();
    return new EndpointRegistration(
        null,
        description.getEndpointUrl(),
        siteId,
        null,
        discovererId,
        new Endpoint(
            found.accessibleUrl(),
            distinct(Stream.of(found.accessibleUrl(), description.getEndpointUrl())),
            mode(description.getSecurityMode()),
            description.getSecurityPolicyUri(),
            thumbprint(description.getServerCertificate())),
        description.getSecurityLevel() == null ? null : description.getSecurityLevel().intValue(),
        UserTokens.methods(description.getUserIdentityTokens()));
  }

  private static ApplicationType type(ApplicationDescription server) {
    return switch (server.getApplicationType()) {
      case Client -> ApplicationType.Client;
      case ClientAndServer -> ApplicationType.ClientAndServer;
      case DiscoveryServer -> ApplicationType.DiscoveryServer;
      default -> ApplicationType.Server;
    };
  }

  static ServerSecurityMode mode(MessageSecurityMode mode) {
    return switch (mode) {
      case Sign -> ServerSecurityMode.Sign;
      case SignAndEncrypt -> ServerSecurityMode.SignAndEncrypt;
      default -> ServerSecurityMode.None;
    };
  }

  /**
   * SHA-1 of the last certificate of the chain, as the registry knows endpoints by; null for none.
   */
  static @Nullable String thumbprint(ByteString chain) {
    List<String> thumbprints = CertificateThumbprints.of(chain).all();
    return thumbprints.isEmpty()
        ? null
        : thumbprints.get(thumbprints.size() - 1).toUpperCase(Locale.ROOT);
  }

  private static ApplicationInfo joined(ApplicationInfo one, ApplicationInfo other) {
    return one.with()
        .localizedNames(names(one, other))
        .capabilities(both(one.capabilities(), other.capabilities()))
        .discoveryUrls(both(one.discoveryUrls(), other.discoveryUrls()))
        .hostAddresses(both(one.hostAddresses(), other.hostAddresses()))
        .build();
  }

  private static @Nullable Map<String, String> names(ApplicationInfo one, ApplicationInfo other) {
    Map<String, String> names = new LinkedHashMap<>();
    Stream.of(other, one)
        .map(ApplicationInfo::localizedNames)
        .filter(Objects::nonNull)
        .forEach(names::putAll);
    return names.isEmpty() ? null : names;
  }

  private static EndpointRegistration joined(EndpointRegistration one, EndpointRegistration other) {
    Endpoint first = one.endpoint();
    return one.withEndpoint(
        first.withAlternativeUrls(
            both(first.alternativeUrls(), other.endpoint().alternativeUrls())));
  }

  private static List<String> both(@Nullable List<String> one, @Nullable List<String> other) {
    return distinct(Stream.of(one, other).filter(Objects::nonNull).flatMap(List::stream));
  }

  private static List<String> distinct(Stream<String> texts) {
    return texts.distinct().toList();
  }

  private static List<String> strings(String[] texts) {
    return texts == null
        ? new ArrayList<>()
        : Arrays.stream(texts).filter(Objects::nonNull).distinct().toList();
  }
}
