package org.bactrian.opcua.discovery;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.function.Predicate;
import org.bactrian.model.discovery.AddressRanges;
import org.bactrian.opcua.service.StatusText;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.eclipse.milo.opcua.stack.core.types.enumerated.ApplicationType;
import org.eclipse.milo.opcua.stack.core.types.structured.ApplicationDescription;
import org.eclipse.milo.opcua.stack.core.types.structured.EndpointDescription;
import org.eclipse.milo.opcua.stack.core.types.structured.ServerOnNetwork;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks servers for their endpoints, and for other servers that they know. */
public final class ServerFinder {

  private static final Logger LOG = LoggerFactory.getLogger(ServerFinder.class);

  /** A discovery server that names more than these is not followed further. */
  private static final int MAX_VISITS = 1000;

  private static final String BINARY = "opc.tcp:";

  private static final Predicate<InetAddress> EVERYWHERE = address -> true;

  private final DiscoverySettings settings;
  private final Predicate<InetAddress> reachable;
  private final CancellationToken cancellation;

  private ServerFinder(
      DiscoverySettings settings,
      Predicate<InetAddress> reachable,
      CancellationToken cancellation) {
    this.settings = settings;
    this.reachable = reachable;
    this.cancellation = cancellation;
  }

  /** Other servers are followed wherever they are. */
  public static ServerFinder everywhere(
      DiscoverySettings settings, CancellationToken cancellation) {
    return new ServerFinder(settings, EVERYWHERE, cancellation);
  }

  /** Other servers are followed as far as a scan may go. */
  public static ServerFinder within(
      AddressRanges ranges, DiscoverySettings settings, CancellationToken cancellation) {
    return new ServerFinder(
        settings,
        address -> address instanceof Inet4Address four && ranges.contains(four),
        cancellation);
  }

  private record Visit(DiscoveryUrl url, Set<String> capabilities) {}

  /**
   * The OPC UA TCP endpoints of the server at a URL, and of the servers that it knows. A server
   * that cannot be asked has none; the log says why.
   *
   * @throws CancellationException when the search was cancelled
   */
  public List<DiscoveredEndpoint> find(DiscoveryUrl url) throws InterruptedException {
    Map<String, DiscoveredEndpoint> found = new LinkedHashMap<>();
    Set<String> visited = new HashSet<>(Set.of(key(url)));
    Queue<Visit> visits = new ArrayDeque<>(List.of(new Visit(url, Set.of())));
    for (Visit visit = visits.poll(); visit != null; visit = visits.poll()) {
      for (Visit next : ask(visit, found)) {
        if (visited.size() < MAX_VISITS && visited.add(key(next.url()))) {
          allowed(next.url())
              .filter(to -> to.equals(next.url()) || visited.add(key(to)))
              .ifPresent(to -> visits.add(new Visit(to, next.capabilities())));
        }
      }
    }
    return List.copyOf(found.values());
  }

  private List<Visit> ask(Visit visit, Map<String, DiscoveredEndpoint> found)
      throws InterruptedException {
    for (int attempt = 1; ; attempt++) {
      cancellation.check();
      try (DiscoveryChannel channel = DiscoveryChannel.open(visit.url(), settings)) {
        channel.endpoints().stream()
            .filter(ServerFinder::isServerOverTcp)
            .map(endpoint -> found(endpoint, visit))
            .forEach(endpoint -> found.merge(key(endpoint), endpoint, ServerFinder::joined));
        return others(channel);
      } catch (UaException e) {
        LOG.debug("Attempt {} to ask {} failed", attempt, visit.url(), e);
        if (attempt >= settings.attempts()) {
          LOG.warn("{} told nothing of its endpoints: {}.", visit.url(), StatusText.of(e));
          return List.of();
        }
      }
    }
  }

  private static boolean isServerOverTcp(EndpointDescription endpoint) {
    return endpoint.getServer() != null
        && endpoint.getServer().getApplicationUri() != null
        && endpoint.getServer().getApplicationType() != ApplicationType.DiscoveryServer
        && endpoint.getEndpointUrl() != null
        && endpoint.getEndpointUrl().toLowerCase(Locale.ROOT).startsWith(BINARY);
  }

  private static DiscoveredEndpoint found(EndpointDescription endpoint, Visit visit) {
    String accessible;
    try {
      accessible =
          DiscoveryUrl.parse(endpoint.getEndpointUrl()).withHost(visit.url().host()).toString();
    } catch (IllegalArgumentException e) {
      accessible = visit.url().toString();
    }
    return new DiscoveredEndpoint(endpoint, accessible, visit.capabilities());
  }

  /** Most servers cannot tell of the network, so that a fault there means nobody else. */
  private List<Visit> others(DiscoveryChannel channel) throws InterruptedException {
    Map<String, Visit> others = new LinkedHashMap<>();
    try {
      for (ServerOnNetwork server : channel.serversOnNetwork()) {
        add(others, server.getDiscoveryUrl(), capabilities(server));
      }
    } catch (UaException e) {
      LOG.debug("No servers on the network are known there", e);
    }
    try {
      for (ApplicationDescription server : channel.servers()) {
        String[] urls = server.getDiscoveryUrls();
        for (String url : urls == null ? new String[0] : urls) {
          add(others, url, Set.of());
        }
      }
    } catch (UaException e) {
      LOG.debug("No servers are known there", e);
    }
    return List.copyOf(others.values());
  }

  private static Set<String> capabilities(ServerOnNetwork server) {
    String[] capabilities = server.getServerCapabilities();
    return capabilities == null ? Set.of() : Set.copyOf(new HashSet<>(Arrays.asList(capabilities)));
  }

  private static void add(Map<String, Visit> others, String url, Set<String> capabilities) {
    try {
      DiscoveryUrl parsed = DiscoveryUrl.parse(String.valueOf(url));
      others.putIfAbsent(key(parsed), new Visit(parsed, capabilities));
    } catch (IllegalArgumentException e) {
      LOG.debug("{} is not asked", url);
    }
  }

  /** Under an address that may be connected to, because a name may have others, too. */
  private Optional<DiscoveryUrl> allowed(DiscoveryUrl url) {
    if (reachable == EVERYWHERE) {
      return Optional.of(url);
    }
    try {
      Optional<DiscoveryUrl> allowed =
          Arrays.stream(InetAddress.getAllByName(url.host()))
              .filter(reachable)
              .findFirst()
              .map(url::at);
      if (allowed.isEmpty()) {
        LOG.info("{} was named by a server, and lies outside of where to look.", url);
      }
      return allowed;
    } catch (UnknownHostException e) {
      LOG.info("{} was named by a server, and its host is not known here.", url);
      return Optional.empty();
    }
  }

  private static DiscoveredEndpoint joined(DiscoveredEndpoint one, DiscoveredEndpoint other) {
    Set<String> capabilities = new HashSet<>(one.capabilities());
    capabilities.addAll(other.capabilities());
    return new DiscoveredEndpoint(one.description(), one.accessibleUrl(), capabilities);
  }

  private static String key(DiscoveryUrl url) {
    return url.toString().toLowerCase(Locale.ROOT);
  }

  private static String key(DiscoveredEndpoint endpoint) {
    EndpointDescription description = endpoint.description();
    return String.join(
        " ",
        description.getEndpointUrl().toLowerCase(Locale.ROOT),
        String.valueOf(description.getServer().getApplicationUri()),
        String.valueOf(description.getSecurityMode()),
        String.valueOf(description.getSecurityPolicyUri()));
  }

  /**
   * The endpoints of one server, and of no other.
   *
   * @throws UaException when it cannot be asked
   */
  public static List<EndpointDescription> endpoints(DiscoveryUrl url, DiscoverySettings settings)
      throws UaException, InterruptedException {
    try (DiscoveryChannel channel = DiscoveryChannel.open(url, settings)) {
      return channel.endpoints();
    }
  }
}
