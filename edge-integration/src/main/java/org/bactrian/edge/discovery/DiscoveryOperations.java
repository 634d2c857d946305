package org.bactrian.edge.discovery;

import com.fasterxml.jackson.databind.node.BinaryNode;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.apache.camel.Body;
import org.bactrian.model.discovery.DiscoveryCancel;
import org.bactrian.model.discovery.DiscoveryStart;
import org.bactrian.model.fault.FaultKind;
import org.bactrian.model.fault.OperationException;
import org.bactrian.model.registry.ApplicationRegistration;
import org.bactrian.model.registry.CertificateChain;
import org.bactrian.model.registry.CertificateChains;
import org.bactrian.model.registry.DiscoveryConfig;
import org.bactrian.model.registry.DiscoveryMode;
import org.bactrian.model.registry.Endpoint;
import org.bactrian.model.registry.RegistryJson;
import org.bactrian.model.registry.ServerRegistrationRequest;
import org.bactrian.model.registry.ServerSecurityMode;
import org.bactrian.opcua.discovery.DiscoveredEndpoint;
import org.bactrian.opcua.discovery.DiscoverySettings;
import org.bactrian.opcua.discovery.DiscoveryUrl;
import org.bactrian.opcua.discovery.ServerFinder;
import org.bactrian.opcua.service.StatusText;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.eclipse.milo.opcua.stack.core.types.structured.EndpointDescription;
import org.jspecify.annotations.Nullable;

/** Methods of discovery. Each takes JSON and returns an object that is written as JSON. */
public final class DiscoveryOperations {

  private final Discoverer discoverer;

  public DiscoveryOperations(Discoverer discoverer) {
    this.discoverer = discoverer;
  }

  /** Method Discover: a discovery is run once, as soon as those before it are done. */
  public boolean discover(@Body byte[] request) {
    discoverer.discover(RegistryJson.read(request, DiscoveryStart.class));
    return true;
  }

  /** Method Register: the server at one URL is looked at, and reported. */
  public boolean register(@Body byte[] request) {
    ServerRegistrationRequest asked = RegistryJson.read(request, ServerRegistrationRequest.class);
    if (asked.discoveryUrl() == null) {
      throw new OperationException(
          FaultKind.BAD_REQUEST, "discoveryUrl is missing. Write opc.tcp://host:port.");
    }
    DiscoveryConfig urls =
        DiscoveryConfig.ofUrls(List.of(asked.discoveryUrl()), asked.activationFilter());
    discoverer.discover(new DiscoveryStart(asked.id(), DiscoveryMode.Off, urls, null));
    return true;
  }

  /** Method Cancel: a discovery is given up, whether it runs or waits. */
  public boolean cancel(@Body byte[] request) {
    DiscoveryCancel asked = RegistryJson.read(request, DiscoveryCancel.class);
    if (asked.id() == null) {
      throw new OperationException(
          FaultKind.BAD_REQUEST, "id is missing. Write the id of the discovery's request.");
    }
    discoverer.cancel(asked.id());
    return true;
  }

  /**
   * Query for a server.
   *
   * @param discoveryUrl where it is asked; null for {@code url}
   * @param url URL of an endpoint that it reports; null for any
   * @param securityMode security mode of the endpoint; null or Best for any
   * @param securityPolicy security policy of the endpoint; null for any
   * @param certificate thumbprint of its certificate; null for any
   */
  record ServerQuery(
      String discoveryUrl,
      String url,
      ServerSecurityMode securityMode,
      String securityPolicy,
      String certificate) {}

  /**
   * Method FindServer: the application with the endpoints that fit.
   *
   * @throws OperationException of kind NOT_FOUND when no server there has such an endpoint
   */
  public ApplicationRegistration findServer(@Body byte[] request) throws InterruptedException {
    ServerQuery query = RegistryJson.read(request, ServerQuery.class);
    DiscoveryUrl url = url(query.discoveryUrl() == null ? query.url() : query.discoveryUrl());
    FoundServers found = discoverer.foundServers();
    for (EndpointDescription endpoint : endpoints(url)) {
      if (fits(endpoint, query)) {
        found.add(new DiscoveredEndpoint(endpoint, url.toString(), Set.of()));
      }
    }
    return found.registrations().stream()
        .findFirst()
        .orElseThrow(() -> noEndpoint(url, query.securityMode(), query.securityPolicy()));
  }

  private static boolean fits(EndpointDescription endpoint, ServerQuery query) {
    boolean sameUrl =
        query.url() == null
            || query.discoveryUrl() == null
            || path(endpoint.getEndpointUrl()).equals(path(query.url()));
    boolean sameCertificate =
        query.certificate() == null
            || query
                .certificate()
                .equalsIgnoreCase(FoundServers.thumbprint(endpoint.getServerCertificate()));
    return sameUrl
        && sameCertificate
        && fits(endpoint, query.securityMode(), query.securityPolicy());
  }

  /** Hosts have many names, so that only what follows them tells endpoints apart. */
  private static String path(String text) {
    return url(text).path().toLowerCase(Locale.ROOT);
  }

  /**
   * Method GetEndpointCertificate: the certificate chain of the server's endpoint, DER in base64.
   *
   * @throws OperationException of kind NOT_FOUND when the server has no such endpoint
   */
  public BinaryNode certificate(@Body byte[] request) throws InterruptedException {
    Endpoint asked = RegistryJson.read(request, Endpoint.class);
    DiscoveryUrl url = url(asked.url());
    EndpointDescription endpoint =
        strongest(endpoints(url), asked)
            .orElseThrow(() -> noEndpoint(url, asked.securityMode(), asked.securityPolicy()));
    return BinaryNode.valueOf(endpoint.getServerCertificate().bytesOrEmpty());
  }

  /** Certificate as the HTTP API answers it: each one of its chain, and what is wrong. */
  public CertificateChain chain(@Body BinaryNode certificate) {
    return CertificateChains.of(certificate.binaryValue());
  }

  private static Optional<EndpointDescription> strongest(
      List<EndpointDescription> endpoints, Endpoint asked) {
    return endpoints.stream()
        .filter(endpoint -> fits(endpoint, asked.securityMode(), asked.securityPolicy()))
        .max(Comparator.comparingInt(endpoint -> endpoint.getSecurityLevel().intValue()));
  }

  private static boolean fits(
      EndpointDescription endpoint, @Nullable ServerSecurityMode mode, @Nullable String policy) {
    boolean sameMode =
        mode == null
            || mode == ServerSecurityMode.Best
            || FoundServers.mode(endpoint.getSecurityMode()) == mode;
    return sameMode && (policy == null || policy.equalsIgnoreCase(endpoint.getSecurityPolicyUri()));
  }

  private static DiscoveryUrl url(@Nullable String text) {
    try {
      return DiscoveryUrl.parse(String.valueOf(text));
    } catch (IllegalArgumentException e) {
      throw new OperationException(FaultKind.BAD_REQUEST, String.valueOf(e.getMessage()), e);
    }
  }

  private static List<EndpointDescription> endpoints(DiscoveryUrl url) throws InterruptedException {
    try {
      return ServerFinder.endpoints(url, DiscoverySettings.DEFAULT);
    } catch (UaException e) {
      throw new OperationException(
          FaultKind.COMMUNICATION,
          url + " told nothing of its endpoints: " + StatusText.of(e) + ". Is it running?",
          e);
    }
  }

  private static OperationException noEndpoint(
      DiscoveryUrl url, @Nullable ServerSecurityMode mode, @Nullable String policy) {
    return new OperationException(
        FaultKind.NOT_FOUND,
        url
            + " has no endpoint with security mode "
            + (mode == null ? "of any kind" : mode)
            + " and policy "
            + (policy == null ? "of any kind" : policy)
            + ". Discover it again to see what it has.");
  }
}
