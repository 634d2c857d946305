package org.bactrian.edge.discovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.Unsigned.ubyte;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import org.bactrian.edge.outbox.Outboxes;
import org.bactrian.model.discovery.DiscoveryStart;
import org.bactrian.model.registry.DiscoveryConfig;
import org.bactrian.model.registry.DiscoveryMode;
import org.bactrian.model.registry.ModuleId;
import org.bactrian.model.registry.RegistryOperation;
import org.bactrian.opcua.discovery.DiscoveredEndpoint;
import org.bactrian.opcua.discovery.HostNetworks;
import org.bactrian.opcua.discovery.ScanProgress;
import org.eclipse.milo.opcua.stack.core.Stack;
import org.eclipse.milo.opcua.stack.core.types.builtin.ByteString;
import org.eclipse.milo.opcua.stack.core.types.builtin.LocalizedText;
import org.eclipse.milo.opcua.stack.core.types.enumerated.ApplicationType;
import org.eclipse.milo.opcua.stack.core.types.enumerated.MessageSecurityMode;
import org.eclipse.milo.opcua.stack.core.types.enumerated.UserTokenType;
import org.eclipse.milo.opcua.stack.core.types.structured.ApplicationDescription;
import org.eclipse.milo.opcua.stack.core.types.structured.EndpointDescription;
import org.eclipse.milo.opcua.stack.core.types.structured.UserTokenPolicy;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Messages in the shape that consumers of version 2.8 read. */
class GoldenDiscoveryTest {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String BASIC256SHA256 =
      "http://opcfoundation.org/UA/SecurityPolicy#Basic256Sha256";

  private final CapturedMessages captured = new CapturedMessages();
  private final Outboxes outboxes = Outboxes.inMemory(Path.of("target", "discovery-test"));
  private final DiscoveryOutbox outbox =
      new DiscoveryOutbox(outboxes, new ModuleId("edge1", "discovery"));
  private final DiscoveryReports reports =
      new DiscoveryReports(
          "edge1_module_discovery", outbox, () -> Instant.parse("2026-01-02T03:04:05.6789Z"));

  @BeforeEach
  void start() {
    outbox.attach(captured);
  }

  @AfterEach
  void stop() {
    outbox.close();
    outboxes.close();
  }

  @Test
  void resultsAreThoseOfVersion28ToTheLastMember() throws Exception {
    FoundServers servers = new FoundServers("plant1", "edge1_module_discovery");
    servers.add(
        endpoint(MessageSecurityMode.None, "http://opcfoundation.org/UA/SecurityPolicy#None", 0));
    servers.add(endpoint(MessageSecurityMode.Sign, BASIC256SHA256, 1));
    servers.add(endpoint(MessageSecurityMode.SignAndEncrypt, BASIC256SHA256, 2));
    DiscoveryStart request =
        new DiscoveryStart(
            "req-1",
            DiscoveryMode.Fast,
            DiscoveryConfig.ofUrls(List.of("opc.tcp://plc1:4840"), null),
            new RegistryOperation("user@acme", Instant.parse("2026-01-02T03:00:00Z")));

    reports.results(request, servers.registrations());

    List<JsonNode> golden = new ArrayList<>();
    golden().path("events").forEach(event -> golden.add(withThumbprint(event)));
    assertThat(captured.events(4)).isEqualTo(golden);
    assertThat(captured.texts().get(0)).isEqualTo(golden.get(0).toString());
  }

  @Test
  void progressHasTheMembersOfVersion28AndSaysNullWhereItSaysNothing() throws Exception {
    DiscoveryStart request =
        DiscoveryPlan.of(
                new DiscoveryStart("req-2", DiscoveryMode.Fast, null, null), HostNetworks.NONE)
            .request();

    reports.found(
        request,
        DiscoveryProgressType.PortScanResult,
        new ScanProgress(7, 12, 210, 1),
        "127.0.0.1:4840");

    JsonNode progress = captured.progress(1).get(0);
    List<String> members = new ArrayList<>();
    progress.fieldNames().forEachRemaining(members::add);
    List<String> golden = new ArrayList<>();
    golden().path("progressMembers").forEach(member -> golden.add(member.asText()));
    assertThat(members).isEqualTo(golden);
    assertThat(progress.path("DiscovererId").asText()).isEqualTo("edge1_module_discovery");
    assertThat(progress.path("EventType").asText()).isEqualTo("PortScanResult");
    assertThat(progress.path("TimeStamp").asText()).isEqualTo("2026-01-02T03:04:05.6789Z");
    assertThat(progress.path("Workers").asInt()).isEqualTo(7);
    assertThat(progress.path("Progress").asInt()).isEqualTo(12);
    assertThat(progress.path("Total").asInt()).isEqualTo(210);
    assertThat(progress.path("Discovered").asInt()).isEqualTo(1);
    assertThat(progress.path("Result").asText()).isEqualTo("127.0.0.1:4840");
    assertThat(progress.path("ResultDetails").isNull()).isTrue();
    assertThat(progress.path("Request").path("Discovery").asText()).isEqualTo("Fast");
    assertThat(progress.path("Request").path("Configuration").path("PortProbeTimeout").asText())
        .isEqualTo("00:00:05");
    assertThat(progress.path("Request").path("Configuration").path("AddressRangesToScan").asText())
        .isEqualTo("127.0.0.1/32");
  }

  @Test
  void aServerThatIsMetAtSeveralAddressesIsOneApplication() {
    FoundServers servers = new FoundServers(null, "edge1_module_discovery");
    DiscoveredEndpoint one = endpoint(MessageSecurityMode.Sign, BASIC256SHA256, 1);
    servers.add(one);
    servers.add(
        new DiscoveredEndpoint(one.description(), "opc.tcp://10.0.0.6:4840/", Set.of("HD")));

    assertThat(servers.registrations()).hasSize(1);
    assertThat(servers.registrations().get(0).application().hostAddresses())
        .containsExactly("10.0.0.5:4840", "10.0.0.6:4840");
    assertThat(servers.registrations().get(0).application().capabilities())
        .containsExactly("DA", "HD");
    assertThat(servers.registrations().get(0).endpoints()).hasSize(1);
    assertThat(servers.registrations().get(0).endpoints().get(0).endpoint().alternativeUrls())
        .containsExactly(
            "opc.tcp://10.0.0.5:4840/", "opc.tcp://plc1:4840/", "opc.tcp://10.0.0.6:4840/");
  }

  /** The golden certificate is a thumbprint nobody has the bytes of; ours is the hash of three. */
  private static JsonNode withThumbprint(JsonNode event) {
    if (event.path("Registration").isObject()) {
      ((ObjectNode) event.path("Registration").path("Endpoint"))
          .put("Certificate", "7037807198C22A7D2B0807371D763779A84FDFCF");
    }
    return event;
  }

  private static DiscoveredEndpoint endpoint(MessageSecurityMode mode, String policy, int level) {
    ApplicationDescription server =
        new ApplicationDescription(
            "urn:server:plc1",
            "urn:acme:product",
            new LocalizedText("en", "PLC 1"),
            ApplicationType.Server,
            null,
            null,
            new String[] {"opc.tcp://plc1:4840/"});
    UserTokenPolicy[] tokens = {
      new UserTokenPolicy("0", UserTokenType.Anonymous, null, null, null),
      new UserTokenPolicy("1", UserTokenType.UserName, null, null, BASIC256SHA256),
      new UserTokenPolicy("2", UserTokenType.IssuedToken, "urn:saml", null, null)
    };
    return new DiscoveredEndpoint(
        new EndpointDescription(
            "opc.tcp://plc1:4840/",
            server,
            ByteString.of(HexFormat.of().parseHex("010203")),
            mode,
            policy,
            tokens,
            Stack.TCP_UASC_UABINARY_TRANSPORT_URI,
            ubyte(level)),
        "opc.tcp://10.0.0.5:4840/",
        Set.of("DA"));
  }

  private static JsonNode golden() throws IOException {
    try (InputStream file =
        GoldenDiscoveryTest.class.getResourceAsStream("/golden/discovery.json")) {
      return JSON.readTree(file);
    }
  }
}
