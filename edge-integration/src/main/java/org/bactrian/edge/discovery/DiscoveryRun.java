package org.bactrian.edge.discovery;

import static org.bactrian.edge.discovery.DiscoveryProgressType.EndpointsDiscoveryFinished;
import static org.bactrian.edge.discovery.DiscoveryProgressType.EndpointsDiscoveryStarted;
import static org.bactrian.edge.discovery.DiscoveryProgressType.NetworkScanFinished;
import static org.bactrian.edge.discovery.DiscoveryProgressType.NetworkScanProgress;
import static org.bactrian.edge.discovery.DiscoveryProgressType.NetworkScanResult;
import static org.bactrian.edge.discovery.DiscoveryProgressType.NetworkScanStarted;
import static org.bactrian.edge.discovery.DiscoveryProgressType.PortScanFinished;
import static org.bactrian.edge.discovery.DiscoveryProgressType.PortScanProgress;
import static org.bactrian.edge.discovery.DiscoveryProgressType.PortScanResult;
import static org.bactrian.edge.discovery.DiscoveryProgressType.PortScanStarted;
import static org.bactrian.edge.discovery.DiscoveryProgressType.ServerDiscoveryFinished;
import static org.bactrian.edge.discovery.DiscoveryProgressType.ServerDiscoveryStarted;

import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.function.Function;
import org.bactrian.model.discovery.DiscoveryStart;
import org.bactrian.opcua.discovery.CancellationToken;
import org.bactrian.opcua.discovery.DiscoveredEndpoint;
import org.bactrian.opcua.discovery.DiscoveryUrl;
import org.bactrian.opcua.discovery.NetworkScanner;
import org.bactrian.opcua.discovery.ScanListener;
import org.bactrian.opcua.discovery.ScanProgress;
import org.bactrian.opcua.discovery.ServerFinder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Run of a discovery, from its scan to the answers of the servers found. */
final class DiscoveryRun {

  private static final Logger LOG = LoggerFactory.getLogger(DiscoveryRun.class);
  private static final int ONE_AT_A_TIME = 1;

  private final DiscoveryPlan plan;
  private final DiscoveryStart request;
  private final DiscoveryReports reports;
  private final CancellationToken cancellation;

  DiscoveryRun(DiscoveryPlan plan, DiscoveryReports reports, CancellationToken cancellation) {
    this.plan = plan;
    this.request = plan.request();
    this.reports = reports;
    this.cancellation = cancellation;
  }

  /**
   * Finds servers.
   *
   * @throws CancellationException when it was given up
   */
  void into(FoundServers found) throws IOException, InterruptedException {
    Map<InetSocketAddress, DiscoveryUrl> servers = new LinkedHashMap<>();
    plan.urls().forEach(url -> servers.putAll(places(url)));
    if (plan.scans()) {
      for (InetSocketAddress place : scan()) {
        servers.putIfAbsent(place, DiscoveryUrl.of(place));
      }
    }
    cancellation.check();
    ask(servers, found);
  }

  private List<InetSocketAddress> scan() throws IOException, InterruptedException {
    try (NetworkScanner scanner = new NetworkScanner(plan.ranges(), plan.scan(), cancellation)) {
      long addresses = scanner.totalAddresses();
      reports.started(request, NetworkScanStarted, 0, addresses);
      List<Inet4Address> hosts =
          scanner.hosts(
              telling(NetworkScanResult, NetworkScanProgress, Inet4Address::getHostAddress));
      finished(NetworkScanFinished, addresses, hosts.size());
      if (hosts.isEmpty()) {
        return List.of();
      }
      long ports = scanner.totalPorts(hosts);
      reports.started(request, PortScanStarted, 0, ports);
      List<InetSocketAddress> servers =
          scanner.servers(hosts, telling(PortScanResult, PortScanProgress, DiscoveryUrl::place));
      finished(PortScanFinished, ports, servers.size());
      return servers;
    }
  }

  private <T> ScanListener<T> telling(
      DiscoveryProgressType one, DiscoveryProgressType many, Function<T, String> name) {
    return new ScanListener<>() {
      @Override
      public void found(T candidate, ScanProgress figures) {
        reports.found(request, one, figures, name.apply(candidate));
      }

      @Override
      public void progress(ScanProgress figures) {
        reports.figures(request, many, figures);
      }
    };
  }

  private void finished(DiscoveryProgressType type, long total, int found) {
    reports.figures(request, type, new ScanProgress(0, total, total, found));
  }

  private void ask(Map<InetSocketAddress, DiscoveryUrl> servers, FoundServers found)
      throws InterruptedException {
    ServerFinder finder =
        plan.scans()
            ? ServerFinder.within(plan.ranges().addresses(), plan.servers(), cancellation)
            : ServerFinder.everywhere(plan.servers(), cancellation);
    reports.started(request, ServerDiscoveryStarted, ONE_AT_A_TIME, servers.size());
    int asked = 0;
    for (Map.Entry<InetSocketAddress, DiscoveryUrl> server : servers.entrySet()) {
      InetSocketAddress place = server.getKey();
      Map<String, String> which =
          Map.of(
              "url", server.getValue().toString(), "address", place.getAddress().getHostAddress());
      reports.server(
          request, EndpointsDiscoveryStarted, figures(asked, servers, found), which, null);
      List<DiscoveredEndpoint> endpoints = finder.find(server.getValue().at(place.getAddress()));
      endpoints.forEach(found::add);
      asked++;
      reports.server(
          request,
          EndpointsDiscoveryFinished,
          figures(asked, servers, found),
          which,
          Integer.toString(endpoints.size()));
    }
    reports.figures(request, ServerDiscoveryFinished, figures(asked, servers, found));
  }

  private static ScanProgress figures(int asked, Map<?, ?> servers, FoundServers found) {
    return new ScanProgress(ONE_AT_A_TIME, asked, servers.size(), found.count());
  }

  /** The addresses behind a URL, those of IPv6 only where there are no others. */
  private static Map<InetSocketAddress, DiscoveryUrl> places(DiscoveryUrl url) {
    Map<InetSocketAddress, DiscoveryUrl> places = new LinkedHashMap<>();
    try {
      List<InetAddress> all = Arrays.asList(InetAddress.getAllByName(url.host()));
      List<InetAddress> four = all.stream().filter(Inet4Address.class::isInstance).toList();
      for (InetAddress address : four.isEmpty() ? all : four) {
        places.put(new InetSocketAddress(address, url.port()), url);
      }
    } catch (UnknownHostException e) {
      LOG.warn("{} is not asked: its host is not known here. Check the name service.", url);
    }
    return places;
  }
}
