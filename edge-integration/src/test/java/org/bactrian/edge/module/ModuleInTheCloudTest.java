package org.bactrian.edge.module;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.microsoft.azure.sdk.iot.service.methods.DirectMethodResponse;
import com.microsoft.azure.sdk.iot.service.twin.Twin;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.HttpsURLConnection;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.awaitility.core.ConditionFactory;
import org.bactrian.edge.EdgeConfiguration;
import org.bactrian.edge.options.EdgeOptionsReader;
import org.bactrian.localazure.LocalAzure;
import org.bactrian.localazure.LocalAzureSettings;
import org.bactrian.localazure.hub.identity.ClientId;
import org.bactrian.localazure.hub.telemetry.DeviceMessage;
import org.bactrian.localazure.pki.LocalTrust;
import org.bactrian.model.method.MethodResult;
import org.bactrian.simulator.Simulator;
import org.bactrian.simulator.settings.SimulatorSettings;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** The edge as the cloud sees it: through a hub, by Azure's own SDK, with the packed routes. */
class ModuleInTheCloudTest {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final ClientId MODULE = ClientId.module("edge1", "discovery");
  private static final String EVENT = "application/x-discovery-event-v2-json";
  private static final String PROGRESS = "application/x-discovery-message-v2-json";
  private static final String UAT = "uatb4d3a305437d85664ad0957fbcfaeb1e299af990";

  @TempDir private static Path folder;
  private static final List<DeviceMessage> TELEMETRY = new CopyOnWriteArrayList<>();
  private static LocalAzure azure;
  private static Simulator plant;
  private static HubModuleClient module;
  private static DefaultCamelContext edge;

  @BeforeAll
  static void start() throws Exception {
    azure = LocalAzure.start(LocalAzureSettings.in(folder.resolve("azure")).withFreePorts());
    azure.hub().onTelemetry(TELEMETRY::add);
    // The service SDK takes no trust of its own.
    HttpsURLConnection.setDefaultSSLSocketFactory(
        LocalTrust.sslContext(azure.caFile()).getSocketFactory());
    plant = Simulator.start(SimulatorSettings.in(folder.resolve("plant")).withPort(0));
    module = new HubModuleClient(azure, MODULE);
    edge = startEdge(MODULE, Map.of(), "--site", "plant1");
  }

  @BeforeEach
  void forgetWhatCame() {
    TELEMETRY.clear();
  }

  @AfterAll
  static void stop() throws Exception {
    edge.close();
    plant.close();
    azure.close();
  }

  @Test
  void theModuleReportsWhoItIs() throws Exception {
    patiently().until(() -> module.reported().has("__type__"));
    assertThat(module.reported().path("__type__").asText()).isEqualTo("OpcPublisher");
    assertThat(module.reported().path("__siteid__").asText()).isEqualTo("plant1");
    assertThat(module.reported().path("__version__").asText()).isNotEmpty();
    assertThat(module.reported().path("__capabilities__").path("discoverer").asBoolean()).isTrue();
    assertThat(module.reported().path("Discovery").asText()).isEqualTo("Off");
  }

  @Test
  void aCapabilityThatIsSwitchedOffIsNeitherReportedNorServed() throws Exception {
    ClientId id = ClientId.module("edge2", "discovery");
    HubModuleClient supervisor = new HubModuleClient(azure, id);
    try (DefaultCamelContext without =
        startEdge(
            id,
            Map.of("bactrian.discovery.enabled", "false", "bactrian.publisher.enabled", "false"))) {
      patiently().until(() -> supervisor.reported().has("__type__"));
      assertThat(supervisor.reported().path("__type__").asText()).isEqualTo("supervisor");
      MethodResult unknown = supervisor.call("Discover", "{\"id\":\"x\"}");
      assertThat(unknown.status()).isEqualTo(500);
      assertThat(new String(unknown.body(), UTF_8)).isEqualTo("{\"id\":\"x\"}");
      assertThat(without.getRoute("publisher")).isNull();
    }
  }

  @Test
  void aDiscoveryIsAskedForByAMethodAndArrivesAsTelemetry() throws Exception {
    String request =
        """
        {"id": "req-1", "discovery": "Fast", "configuration": {
          "addressRangesToScan": "127.0.0.1/32", "portRangesToScan": "%d",
          "portProbeTimeout": "00:00:02"}}
        """
            .formatted(plant.port());

    assertThat(module.invoke("Discover_V2", request).getPayloadAsJsonString()).isEqualTo("true");

    patiently().until(() -> of(MODULE, EVENT).size() == 6);
    DeviceMessage first = of(MODULE, EVENT).get(0);
    assertThat(first.application()).isEqualTo(golden("application"));
    assertThat(first.system())
        .containsEntry("content-type", "application/json")
        .containsEntry("content-encoding", "utf-8");
    JsonNode event = JSON.readTree(first.body());
    assertThat(event.path("Application").path("SiteId").asText()).isEqualTo("plant1");
    assertThat(event.path("Application").path("DiscovererId").asText())
        .isEqualTo("edge1_module_discovery");
    assertThat(event.path("Registration").path("Endpoint").path("Certificate").asText())
        .matches("[0-9A-F]{40}");
    patiently().until(() -> progress().contains("Finished"));
    assertThat(progress()).startsWith("Started").contains("PortScanResult");
  }

  @Test
  void aCallersMistakeIsOneLogLineAndAnAnswerWithTheRemedy() throws Exception {
    patiently().until(() -> module.reported().has("__type__"));
    Logger root = (Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME);
    ListAppender<ILoggingEvent> log = new ListAppender<>();
    log.start();
    root.addAppender(log);
    MethodResult ranges;
    MethodResult url;
    try {
      ranges =
          module.call(
              "Discover",
              "{\"discovery\":\"Fast\",\"configuration\":{\"addressRangesToScan\":\"all\"}}");
      url = module.call("Register", "{\"discoveryUrl\":\"plc1\"}");
    } finally {
      root.detachAppender(log);
    }

    assertThat(List.of(ranges.status(), url.status())).containsOnly(400);
    assertThat(new String(ranges.body(), UTF_8)).contains("all").contains("10.0.0.0/24");
    assertThat(new String(url.body(), UTF_8)).contains("plc1").contains("opc.tcp://");
    assertThat(List.copyOf(log.list))
        .noneMatch(entry -> entry.getLevel().isGreaterOrEqual(Level.WARN))
        .noneMatch(entry -> entry.getThrowableProxy() != null)
        .extracting(ILoggingEvent::getFormattedMessage)
        .filteredOn(line -> line.contains("(400)"))
        .hasSize(2)
        .anyMatch(line -> line.startsWith("Method Discover was not carried out"))
        .anyMatch(line -> line.startsWith("Method Register was not carried out"));
  }

  @Test
  void aScanThatRunsIsCancelledByAMethod() throws Exception {
    try (ServerSocket deaf = new ServerSocket(0, 50, InetAddress.getByName("127.0.0.1"))) {
      module.call(
          "Discover",
          """
          {"id": "req-2", "discovery": "Fast", "configuration": {
            "addressRangesToScan": "127.0.0.1/32", "portRangesToScan": "%d",
            "portProbeTimeout": "01:00:00"}}
          """
              .formatted(deaf.getLocalPort()));
      patiently().until(() -> progress().contains("PortScanStarted"));

      assertThat(text(module.call("Cancel_V2", "{\"id\":\"req-2\"}"))).isEqualTo("true");

      patiently().until(() -> progress().contains("Cancelled"));
      assertThat(of(MODULE, EVENT)).isEmpty();
    }
  }

  @Test
  void aDesiredPropertyMakesTheEdgeScanAndReportHow() throws Exception {
    ClientId id = ClientId.module("edge3", "discovery");
    HubModuleClient scanner = new HubModuleClient(azure, id);
    try (DefaultCamelContext scanning = startEdge(id, Map.of())) {
      patiently().until(() -> scanner.reported().has("__type__"));
      Twin twin = new Twin(id.deviceId(), id.moduleName());
      twin.getDesiredProperties().put("Discovery", "Fast");
      twin.getDesiredProperties().put("AddressRangesToScan", "127.0.0.1/32");
      twin.getDesiredProperties().put("PortRangesToScan", Integer.toString(plant.port()));

      scanner.patch(twin);

      patiently().until(() -> of(id, EVENT).size() == 6);
      patiently().until(() -> scanner.reported().path("Discovery").asText().equals("Fast"));
      assertThat(scanner.reported().path("AddressRangesToScan").asText()).isEqualTo("127.0.0.1/32");
      assertThat(scanner.reported().path("IdleTimeBetweenScans").asText()).isEqualTo("06:00:00");
      assertThat(scanning.getStatus().isStarted()).isTrue();
    }
  }

  @Test
  void endpointsAreActivatedAndDeactivatedAndShownInTheStatus() throws Exception {
    assertThat(module.call("ActivateEndpoint_V2", "{\"id\":\"" + UAT + "\"}").status())
        .isEqualTo(400);
    module
        .call("ActivateEndpoint_V2", "{\"id\":\"" + UAT + "\",\"secret\":\"c2VjcmV0\"}")
        .bodyOrThrow();

    assertThat(JSON.readTree(module.call("GetStatus_V2", "").bodyOrThrow()))
        .isEqualTo(
            JSON.readTree(
                """
                {"deviceId": "edge1", "moduleId": "discovery", "siteId": "plant1",
                 "endpoints": [{"id": "%s", "activationState": "Activated"}]}
                """
                    .formatted(UAT)));
    module.call("DeactivateEndpoint_V2", "{\"id\":\"" + UAT + "\"}").bodyOrThrow();
    assertThat(text(module.call("GetStatus", ""))).doesNotContain(UAT);
    assertThat(text(module.call("Reset_V2", ""))).isEqualTo("true");
  }

  @Test
  void theCertificateOfAnEndpointIsReadFromItsServer() throws Exception {
    String endpoint =
        "{\"url\":\"opc.tcp://localhost:%d\",\"securityMode\":\"%s\"}"
            .formatted(plant.port(), "SignAndEncrypt");

    byte[] certificate =
        JSON.readTree(module.call("GetEndpointCertificate_V2", endpoint).bodyOrThrow())
            .binaryValue();

    assertThat(certificate).startsWith(0x30, 0x82);
    assertThat(
            module
                .call(
                    "GetEndpointCertificate",
                    endpoint.replace("}", ",\"securityPolicy\":\"urn:none\"}"))
                .status())
        .isEqualTo(404);
    MethodResult nobody =
        module.call("GetEndpointCertificate", "{\"url\":\"opc.tcp://127.0.0.1:1\"}");
    assertThat(nobody.status()).isEqualTo(502);
    assertThat(new String(nobody.body(), UTF_8))
        .contains("the connection was refused")
        .doesNotContain("Exception", "io.netty");
  }

  @Test
  void aServerIsFoundByOneOfItsEndpoints() throws Exception {
    String query =
        "{\"discoveryUrl\":\"opc.tcp://127.0.0.1:%d\",\"securityMode\":\"Sign\"}"
            .formatted(plant.port());

    JsonNode server = JSON.readTree(module.call("FindServer", query).bodyOrThrow());

    assertThat(server.path("application").path("applicationUri").asText()).isNotEmpty();
    assertThat(server.path("endpoints")).hasSize(1);
  }

  @Test
  void aMethodMayBeCalledWholeToo() throws Exception {
    patiently().until(() -> module.reported().has("__type__"));

    DirectMethodResponse response = module.invoke("GetStatus_V1", "{}");

    assertThat(response.getStatus()).isEqualTo(200);
    assertThat(response.getPayloadAsJsonString()).contains("edge1");
    assertThat(module.invoke("Nonsense_V2", "{}").getStatus()).isEqualTo(501);
  }

  @Test
  void aLargeValueComesThroughTheHubInPartsAndIsTooLargeForAMethodAtOnce() throws Exception {
    ClientId id = ClientId.module("edge4", "twin");
    HubModuleClient trusting = new HubModuleClient(azure, id);
    String request =
        """
        {"endpoint": {"url": "%s", "securityMode": "SignAndEncrypt"},
         "request": {"nodeId": "nsu=urn:bactrian:plant;s=Samples/%s"}}
        """;
    String large = request.formatted(plant.endpointUrl(), "Large");
    String small = request.formatted(plant.endpointUrl(), "UInt16");
    try (DefaultCamelContext trustful = startEdge(id, Map.of(), "--aa", "--ct=60")) {
      JsonNode value = JSON.readTree(trusting.call("ValueRead_V2", large).bodyOrThrow());

      assertThat(value.path("value").binaryValue()).hasSize(5_000_000);
      assertThat(trusting.invoke("ValueRead_V2", large).getStatus()).isEqualTo(413);
      assertThat(trusting.invoke("ValueRead_V2", small).getPayloadAsJsonString())
          .contains("\"value\":65535");
      assertThat(trustful.getStatus().isStarted()).isTrue();
    }
  }

  private static DefaultCamelContext startEdge(
      ClientId id, Map<String, String> properties, String... more) throws Exception {
    Path nodes = Files.writeString(folder.resolve("nodes.json"), "[]");
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "--httpserverport=0",
                "--pf",
                nodes.toString(),
                "--data",
                folder.resolve(id.deviceId()).toString(),
                "--ec",
                azure.hub().register(id),
                "--hub-ca",
                azure.caFile().toString()));
    arguments.addAll(List.of(more));
    DefaultCamelContext context = new DefaultCamelContext();
    properties.forEach(context.getPropertiesComponent()::addInitialProperty);
    new EdgeConfiguration(EdgeOptionsReader.read(arguments, Map.of()).options()).configure(context);
    for (String routes : List.of("errors", "publisher", "discovery", "module", "twin", "http")) {
      PluginHelper.getRoutesLoader(context)
          .loadRoutes(
              ResourceHelper.resolveMandatoryResource(
                  context, "classpath:routes/edge/" + routes + ".camel.yaml"));
    }
    context.start();
    return context;
  }

  private static List<DeviceMessage> of(ClientId sender, String schema) {
    return TELEMETRY.stream()
        .filter(message -> message.sender().equals(sender))
        .filter(message -> schema.equals(message.application().get("$$ContentType")))
        .toList();
  }

  private static List<String> progress() {
    return of(MODULE, PROGRESS).stream()
        .map(
            message -> {
              try {
                return JSON.readTree(message.body()).path("EventType").asText();
              } catch (IOException e) {
                throw new IllegalStateException(e);
              }
            })
        .toList();
  }

  private static Map<String, String> golden(String name) throws IOException {
    try (InputStream file =
        ModuleInTheCloudTest.class.getResourceAsStream("/golden/discovery.json")) {
      return JSON.convertValue(
          JSON.readTree(file).path("properties").path(name),
          JSON.getTypeFactory().constructMapType(Map.class, String.class, String.class));
    }
  }

  private static String text(MethodResult result) {
    return new String(result.bodyOrThrow(), UTF_8);
  }

  private static ConditionFactory patiently() {
    return await().atMost(Duration.ofSeconds(60)).ignoreExceptions();
  }
}
