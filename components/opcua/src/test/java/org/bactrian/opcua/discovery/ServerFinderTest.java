package org.bactrian.opcua.discovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.Unsigned.uint;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.stream.Stream;
import org.bactrian.model.discovery.AddressRanges;
import org.bactrian.opcua.testkit.TestPlant;
import org.bactrian.simulator.server.PlantServer;
import org.bactrian.simulator.settings.SimulatorSettings;
import org.eclipse.milo.opcua.sdk.server.OpcUaServer;
import org.eclipse.milo.opcua.sdk.server.servicesets.impl.DefaultDiscoveryServiceSet;
import org.eclipse.milo.opcua.stack.core.types.builtin.DateTime;
import org.eclipse.milo.opcua.stack.core.types.builtin.LocalizedText;
import org.eclipse.milo.opcua.stack.core.types.builtin.StatusCode;
import org.eclipse.milo.opcua.stack.core.types.enumerated.ApplicationType;
import org.eclipse.milo.opcua.stack.core.types.structured.ApplicationDescription;
import org.eclipse.milo.opcua.stack.core.types.structured.FindServersOnNetworkRequest;
import org.eclipse.milo.opcua.stack.core.types.structured.FindServersOnNetworkResponse;
import org.eclipse.milo.opcua.stack.core.types.structured.FindServersRequest;
import org.eclipse.milo.opcua.stack.core.types.structured.FindServersResponse;
import org.eclipse.milo.opcua.stack.core.types.structured.ResponseHeader;
import org.eclipse.milo.opcua.stack.core.types.structured.ServerOnNetwork;
import org.eclipse.milo.opcua.stack.core.util.CertificateUtil;
import org.eclipse.milo.opcua.stack.transport.server.ServiceRequestContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServerFinderTest {

  private static final DiscoverySettings QUICK =
      DiscoverySettings.DEFAULT
          .withConnectTimeout(Duration.ofSeconds(3))
          .withRequestTimeout(Duration.ofSeconds(5));

  @TempDir Path folder;
  private final List<AutoCloseable> opened = new ArrayList<>();
  private final CancellationToken cancellation = new CancellationToken();

  @AfterEach
  void close() throws Exception {
    for (AutoCloseable each : opened) {
      each.close();
    }
  }

  @Test
  void everySecurityProfileIsFoundWithTheServersCertificate() throws Exception {
    TestPlant plant = plant("plant");

    List<DiscoveredEndpoint> found = everywhere().find(url(plant.port()));

    assertThat(found)
        .extracting(
            endpoint ->
                endpoint.description().getSecurityMode()
                    + " "
                    + endpoint.description().getSecurityPolicyUri().replaceAll(".*#", ""))
        .containsExactlyInAnyOrder(
            "None None",
            "Sign Basic256Sha256",
            "SignAndEncrypt Basic256Sha256",
            "SignAndEncrypt Aes128_Sha256_RsaOaep",
            "SignAndEncrypt Aes256_Sha256_RsaPss");
    for (DiscoveredEndpoint endpoint : found) {
      assertThat(
              CertificateUtil.decodeCertificate(
                      endpoint.description().getServerCertificate().bytesOrEmpty())
                  .getSubjectX500Principal()
                  .getName())
          .contains("CN=");
    }
  }

  @Test
  void anEndpointIsAccessibleUnderTheAddressAtWhichItWasFoundWhateverItReports() throws Exception {
    TestPlant plant = plant("plant");

    DiscoveredEndpoint found = everywhere().find(url(plant.port())).get(0);

    assertThat(found.description().getEndpointUrl()).startsWith("opc.tcp://localhost:");
    assertThat(found.accessibleUrl()).isEqualTo("opc.tcp://127.0.0.1:" + plant.port() + "/");
  }

  @Test
  void aServerThatIsKnownToAnotherIsFoundToo() throws Exception {
    TestPlant known = plant("known");
    int directory = directory(List.of("opc.tcp://localhost:" + known.port()), List.of());

    assertThat(ports(everywhere().find(url(directory)))).containsExactly(directory, known.port());
  }

  @Test
  void aServerOnTheNetworkIsFoundWithItsCapabilities() throws Exception {
    TestPlant known = plant("known");
    int directory = directory(List.of(), List.of("opc.tcp://127.0.0.1:" + known.port()));

    assertThat(everywhere().find(url(directory)))
        .filteredOn(endpoint -> endpoint.accessibleUrl().contains(":" + known.port()))
        .hasSize(5)
        .allMatch(endpoint -> endpoint.capabilities().equals(Set.of("DA", "HD")));
  }

  @Test
  void whereAScanMayNotGoNobodyFollowsADirectoryEither() throws Exception {
    TestPlant known = plant("known");
    int directory = directory(List.of("opc.tcp://localhost:" + known.port()), List.of());
    AddressRanges elsewhere = AddressRanges.parse("127.0.0.2-127.0.0.9");

    assertThat(ports(ServerFinder.within(elsewhere, QUICK, cancellation).find(url(directory))))
        .containsExactly(directory);
  }

  @Test
  void aDirectoryIsFollowedToAddressesOfTheRangesOnly() throws Exception {
    TestPlant known = plant("known");
    int directory = directory(List.of("opc.tcp://localhost:" + known.port()), List.of());
    AddressRanges here = AddressRanges.parse("127.0.0.1");

    assertThat(ports(ServerFinder.within(here, QUICK, cancellation).find(url(directory))))
        .containsExactly(directory, known.port());
  }

  @Test
  void directoriesThatKnowEachOtherAreAskedOnceEach() throws Exception {
    int first = TestPorts.free();
    int second = directory(List.of("opc.tcp://localhost:" + first), List.of());
    directory(first, List.of("opc.tcp://localhost:" + second), List.of());

    assertThat(ports(everywhere().find(url(first)))).containsExactly(first, second);
  }

  @Test
  void aServerThatIsNotThereHasNoEndpoints() throws Exception {
    assertThat(everywhere().find(url(TestPorts.free()))).isEmpty();
  }

  @Test
  void aCancelledSearchAsksNobody() {
    cancellation.cancel();

    assertThatThrownBy(() -> everywhere().find(url(1))).isInstanceOf(CancellationException.class);
  }

  private ServerFinder everywhere() {
    return ServerFinder.everywhere(QUICK, cancellation);
  }

  private static DiscoveryUrl url(int port) {
    return new DiscoveryUrl("127.0.0.1", port, "/");
  }

  private static List<Integer> ports(List<DiscoveredEndpoint> found) {
    return found.stream()
        .map(endpoint -> DiscoveryUrl.parse(endpoint.accessibleUrl()).port())
        .distinct()
        .toList();
  }

  private TestPlant plant(String name) throws IOException {
    TestPlant plant = TestPlant.start(folder.resolve(name));
    opened.add(plant);
    return plant;
  }

  private int directory(List<String> known, List<String> onNetwork) throws IOException {
    return directory(TestPorts.free(), known, onNetwork);
  }

  private int directory(int port, List<String> known, List<String> onNetwork) throws IOException {
    PlantServer server =
        new PlantServer(SimulatorSettings.in(folder.resolve("directory" + port)), port);
    server.server().addServiceSet("/", new Directory(server.server(), known, onNetwork));
    server.listen();
    opened.add(server);
    return port;
  }

  /** A server that knows others, as a discovery server does. */
  private static final class Directory extends DefaultDiscoveryServiceSet {

    private final List<String> known;
    private final List<String> onNetwork;

    Directory(OpcUaServer server, List<String> known, List<String> onNetwork) {
      super(server);
      this.known = known;
      this.onNetwork = onNetwork;
    }

    @Override
    public FindServersResponse onFindServers(
        ServiceRequestContext context, FindServersRequest request) {
      FindServersResponse own = super.onFindServers(context, request);
      return new FindServersResponse(
          own.getResponseHeader(),
          Stream.concat(Arrays.stream(own.getServers()), known.stream().map(this::application))
              .toArray(ApplicationDescription[]::new));
    }

    private ApplicationDescription application(String url) {
      return new ApplicationDescription(
          "urn:known",
          "urn:known",
          LocalizedText.english("known"),
          ApplicationType.Server,
          null,
          null,
          new String[] {url, "http://other.protocol/"});
    }

    @Override
    public FindServersOnNetworkResponse onFindServersOnNetwork(
        ServiceRequestContext context, FindServersOnNetworkRequest request) {
      return new FindServersOnNetworkResponse(
          new ResponseHeader(
              DateTime.now(),
              request.getRequestHeader().getRequestHandle(),
              StatusCode.GOOD,
              null,
              new String[0],
              null),
          DateTime.now(),
          onNetwork.stream()
              .map(url -> new ServerOnNetwork(uint(1), "known", url, new String[] {"DA", "HD"}))
              .toArray(ServerOnNetwork[]::new));
    }
  }
}
