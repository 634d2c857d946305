package org.bactrian.interop.opcua;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.bactrian.model.discovery.AddressRanges;
import org.bactrian.model.discovery.PortRanges;
import org.bactrian.opcua.discovery.CancellationToken;
import org.bactrian.opcua.discovery.DiscoveredEndpoint;
import org.bactrian.opcua.discovery.DiscoverySettings;
import org.bactrian.opcua.discovery.DiscoveryUrl;
import org.bactrian.opcua.discovery.NetworkScanner;
import org.bactrian.opcua.discovery.ScanListener;
import org.bactrian.opcua.discovery.ScanRanges;
import org.bactrian.opcua.discovery.ScanTimeoutSettings;
import org.bactrian.opcua.discovery.ServerFinder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A scan finds a server that we did not write. */
class DiscoveryOfNodeOpcuaTest {

  @TempDir private Path data;

  @Test
  void aScanFindsItAndItTellsOfAllItsSecurityProfiles() throws Exception {
    try (NodeOpcuaServer server =
        NodeOpcuaServer.start(data.resolve("pki"), 0, 1, Duration.ofSeconds(1))) {
      CancellationToken cancellation = new CancellationToken();
      AddressRanges loopback = AddressRanges.parse("127.0.0.1");

      List<InetSocketAddress> places = scan(loopback, server.port(), cancellation);
      List<DiscoveredEndpoint> endpoints =
          ServerFinder.within(loopback, DiscoverySettings.DEFAULT, cancellation)
              .find(DiscoveryUrl.of(places.get(0)));

      assertThat(places).hasSize(1);
      assertThat(endpoints)
          .extracting(endpoint -> endpoint.description().getSecurityMode().name())
          .contains("None", "Sign", "SignAndEncrypt");
      assertThat(endpoints)
          .allMatch(
              endpoint ->
                  endpoint.accessibleUrl().startsWith("opc.tcp://127.0.0.1:" + server.port()))
          .allMatch(
              endpoint -> endpoint.description().getServerCertificate().bytesOrEmpty().length > 0);
    }
  }

  private static List<InetSocketAddress> scan(
      AddressRanges addresses, int port, CancellationToken cancellation)
      throws IOException, InterruptedException {
    ScanRanges ranges = new ScanRanges(addresses, PortRanges.parse(Integer.toString(port)));
    try (NetworkScanner scanner =
        new NetworkScanner(ranges, ScanTimeoutSettings.DEFAULT, cancellation)) {
      List<Inet4Address> hosts = scanner.hosts(new ScanListener<>() {});
      return scanner.servers(hosts, new ScanListener<>() {});
    }
  }
}
