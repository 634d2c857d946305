package org.bactrian.launcher.command;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.bactrian.iothub.rest.HubAddress;
import org.bactrian.iothub.rest.HubService;
import org.bactrian.launcher.azure.HubClients;
import org.bactrian.launcher.azure.LocalEndpoints;
import org.bactrian.model.method.MethodRequest;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * An operator finds a server from the cloud, lets it be used, and operates it through each
 * transport: the cloud's REST API, the edge's own HTTP API, and direct methods whole and in parts.
 */
class TwinJourneyTest {

  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final HubAddress EDGE = new HubAddress("plant-edge", "bactrian");

  private static final String PLANT = "nsu=urn:bactrian:plant;s=";
  private static final String FILLER = PLANT + "Line1/Filler";
  private static final String SET_POINT = FILLER + "/SpeedSetpoint";
  private static final String LARGE = PLANT + "Samples/Large";
  private static final int LARGE_BYTES = 5_000_000;
  private static final int PAGE = 3;

  @TempDir private static Path data;
  private static ActivatedDemo demo;
  private static String server;
  private static JsonApiClient cloud;
  private static JsonApiClient edge;
  private static HubService hub;
  private static String endpoint;

  /** Operation as it is called: its path in both REST contracts, and its name as a method. */
  private enum Operation {
    READ("read", "ValueRead"),
    WRITE("write", "ValueWrite"),
    CALL("call", "MethodCall");

    private final String path;
    private final String method;

    Operation(String path, String method) {
      this.path = path;
      this.method = method;
    }
  }

  /** A way to the server. */
  private interface Transport {

    JsonNode ask(Operation operation, String request) throws Exception;
  }

  @BeforeAll
  static void discoverAndActivateTheServer() throws Exception {
    demo = ActivatedDemo.start(data);
    server = demo.plant();
    cloud = demo.cloud();
    edge = demo.edge();
    hub = HubClients.local(LocalEndpoints.in(data).orElseThrow());
    endpoint = demo.endpoint();
  }

  @AfterAll
  static void stop() {
    demo.close();
  }

  @Test
  void aClientThatWaitsForAnActivatedEndpointToBeReadyGetsItAndFindsItByThatState() {
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () -> {
              JsonNode shown = cloud.get("/registry/v2/endpoints/" + endpoint);
              assertThat(shown.path("activationState").asText()).isEqualTo("ActivatedAndConnected");
              assertThat(shown.path("endpointState").asText()).isEqualTo("Ready");
              assertThat(
                      cloud
                          .post("/registry/v2/endpoints/query", "{\"endpointState\": \"Ready\"}")
                          .at("/items/0/registration/id")
                          .asText())
                  .isEqualTo(endpoint);
            });
  }

  @Test
  void fromTheRootALeafIsReachedPageByPage() throws Exception {
    String node = "";
    for (String name : List.of("Objects", "Plant", "Line1", "Filler", "SpeedSetpoint")) {
      node = below(node, name);
    }

    assertThat(inCloud(Operation.READ, "{\"nodeId\":\"%s\"}".formatted(node)).path("dataType"))
        .hasToString("\"Double\"");
    assertThat(cloud.get("/twin/v2/read/" + endpoint + "?nodeId=" + node.replace("#", "%23")))
        .isEqualTo(read(TwinJourneyTest::inCloud, SET_POINT));
  }

  @ParameterizedTest
  @MethodSource("transports")
  void aSetPointIsWrittenAndReadBack(Transport transport) throws Exception {
    double before = read(transport, SET_POINT).path("value").asDouble();
    double wanted = before == 91 ? 92 : 91;

    JsonNode written = transport.ask(Operation.WRITE, write(wanted));

    assertThat(written).isEmpty();
    JsonNode after = read(transport, SET_POINT);
    assertThat(after.path("value").asDouble()).isEqualTo(wanted);
    assertThat(after.path("dataType").asText()).isEqualTo("Double");
  }

  @ParameterizedTest
  @MethodSource("transports")
  void whatTheServerRefusesIsSaidAndNotDone(Transport transport) throws Exception {
    JsonNode before = read(transport, SET_POINT);

    JsonNode refused = transport.ask(Operation.WRITE, write(500));

    assertThat(refused.at("/errorInfo/statusCode").asLong()).isEqualTo(0x803C0000L);
    assertThat(refused.at("/errorInfo/symbolicId").asText()).isEqualTo("BadOutOfRange");
    assertThat(read(transport, SET_POINT)).isEqualTo(before);
  }

  @ParameterizedTest
  @MethodSource("transports")
  void aMethodIsCalledOnce(Transport transport) throws Exception {
    int before = startJob(transport).at("/results/0/value").asInt();

    JsonNode answer = startJob(transport);

    assertThat(answer.at("/results/0/value").asInt()).isEqualTo(before + 1);
    assertThat(answer.at("/results/1/dataType").asText()).isEqualTo("DateTime");
  }

  @Test
  void whatAMethodTakesAndGivesIsToldBeforeItIsCalled() throws Exception {
    JsonNode metadata =
        cloud.post(
            "/twin/v2/call/" + endpoint + "/metadata",
            "{\"methodId\":\"%s/StartJob\"}".formatted(FILLER));

    assertThat(metadata.path("inputArguments").findValuesAsText("name"))
        .containsExactly("OrderId", "Quantity");
    assertThat(metadata.at("/inputArguments/1/type/nodeId").asText()).isEqualTo("UInt32");
    assertThat(metadata.path("outputArguments").findValuesAsText("name"))
        .containsExactly("JobNumber", "Finish");
  }

  @ParameterizedTest
  @MethodSource("transportsForLargeValues")
  void aValueOfFiveMegabytesIsFetchedWhole(Transport transport) throws Exception {
    JsonNode answer = read(transport, LARGE);

    assertThat(answer.path("dataType").asText()).isEqualTo("ByteString");
    assertThat(answer.path("value").binaryValue()).hasSize(LARGE_BYTES);
  }

  @Test
  void aValueThatIsTooLargeForOneDirectMethodIsRefusedWithStatus413() throws Exception {
    CommandRun run = invoke(Operation.READ, "{\"nodeId\":\"%s\"}".formatted(LARGE));

    assertThat(run.exitCode()).isEqualTo(ExitCode.FAULTS);
    assertThat(run.err())
        .containsExactly("bactrian: plant-edge/bactrian answered ValueRead_V2 with status 413");
  }

  static List<Named<Transport>> transports() {
    Transport whole = TwinJourneyTest::invoked;
    return Stream.concat(
            transportsForLargeValues().stream(), Stream.of(Named.of("direct method", whole)))
        .toList();
  }

  static List<Named<Transport>> transportsForLargeValues() {
    return List.of(
        Named.of("cloud", TwinJourneyTest::inCloud),
        Named.of("edge", TwinJourneyTest::atEdge),
        Named.of("direct method in parts", TwinJourneyTest::inParts));
  }

  private static JsonNode inCloud(Operation operation, String request) throws Exception {
    return cloud.post("/twin/v2/" + operation.path + "/" + endpoint, request);
  }

  private static JsonNode atEdge(Operation operation, String request) throws Exception {
    return edge.post("/v2/" + operation.path, envelope(request));
  }

  private static JsonNode inParts(Operation operation, String request) throws Exception {
    MethodRequest call =
        MethodRequest.json(operation.method + "_V2", envelope(request).getBytes(UTF_8));
    return JSON.readTree(HubService.await(hub.call(EDGE, call, PATIENCE)).bodyOrThrow());
  }

  private static JsonNode invoked(Operation operation, String request) throws Exception {
    CommandRun run = invoke(operation, request);
    assertThat(run.exitCode()).as("%s", run.err()).isZero();
    return JSON.readTree(run.out().get(0));
  }

  private static CommandRun invoke(Operation operation, String request)
      throws InterruptedException {
    return CommandRun.of(
        "hub",
        "invoke",
        "--data=" + data,
        "plant-edge/bactrian",
        operation.method + "_V2",
        envelope(request));
  }

  private static String envelope(String request) {
    return "{\"connection\":{\"endpoint\":{\"url\":\"%s\",\"securityMode\":\"None\"}},\"request\":%s}"
        .formatted(server, request);
  }

  private static JsonNode read(Transport transport, String node) throws Exception {
    return transport.ask(Operation.READ, "{\"nodeId\":\"%s\"}".formatted(node));
  }

  private static String write(double value) {
    return "{\"nodeId\":\"%s\",\"value\":%s}".formatted(SET_POINT, value);
  }

  private static JsonNode startJob(Transport transport) throws Exception {
    return transport.ask(
        Operation.CALL,
        """
        {"objectId": "%s", "methodId": "%s/StartJob",
         "arguments": [{"value": "A-17", "dataType": "String"}, {"value": 25, "dataType": "UInt32"}]}
        """
            .formatted(FILLER, FILLER));
  }

  /** Finds the child with a name, as somebody does who sees a page at a time. */
  private static String below(String node, String name) throws Exception {
    String where = node.isEmpty() ? "" : "\"nodeId\":\"%s\",".formatted(node);
    JsonNode page =
        cloud.post(
            "/twin/v2/browse/" + endpoint,
            "{%s\"maxReferencesToReturn\":%d,\"nodeIdsOnly\":true}".formatted(where, PAGE));
    while (true) {
      assertThat(page.path("references").size()).isBetween(1, PAGE);
      Optional<String> found = named(page, name);
      boolean more = page.has("continuationToken");
      assertThat(more || found.isPresent()).as("%s below %s", name, node).isTrue();
      if (more) {
        page = next(page.path("continuationToken").asText(), found.isPresent());
      }
      if (found.isPresent()) {
        return found.get();
      }
    }
  }

  private static JsonNode next(String token, boolean abort) throws Exception {
    return cloud.post(
        "/twin/v2/browse/" + endpoint + "/next",
        "{\"continuationToken\":\"%s\",\"abort\":%s,\"nodeIdsOnly\":true}".formatted(token, abort));
  }

  private static Optional<String> named(JsonNode page, String name) {
    for (JsonNode reference : page.path("references")) {
      if (reference.at("/target/displayName").asText().equals(name)) {
        return Optional.of(reference.at("/target/nodeId").asText());
      }
    }
    return Optional.empty();
  }
}
