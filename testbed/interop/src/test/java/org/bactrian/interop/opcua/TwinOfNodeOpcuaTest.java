package org.bactrian.interop.opcua;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.bactrian.edge.EdgeConfiguration;
import org.bactrian.edge.module.ModuleMethodDispatcher;
import org.bactrian.edge.options.EdgeOptionsReader;
import org.bactrian.interop.peer.NeedsNodeJs;
import org.bactrian.model.setting.AdmissionLimit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The operations of OPC Twin against a server that we did not write, by the packed routes. */
@NeedsNodeJs
class TwinOfNodeOpcuaTest {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String PLANT = "nsu=urn:node-opcua:plant;s=Plant";

  @TempDir static Path data;
  private static NodeOpcuaServer server;
  private static DefaultCamelContext edge;
  private static ModuleMethodDispatcher methods;

  @BeforeAll
  static void start() throws Exception {
    server = NodeOpcuaServer.start(data.resolve("server"), 0, 10, Duration.ofMillis(100));
    Path nodes = Files.writeString(data.resolve("nodes.json"), "[]");
    List<String> arguments =
        List.of(
            "--pf",
            nodes.toString(),
            "--data",
            data.resolve("edge").toString(),
            "--aa",
            "--di",
            "0",
            "--ct",
            "60",
            "--disable-http");
    edge = new DefaultCamelContext();
    new EdgeConfiguration(EdgeOptionsReader.read(arguments, Map.of()).options()).configure(edge);
    for (String routes : List.of("errors", "twin")) {
      PluginHelper.getRoutesLoader(edge)
          .loadRoutes(
              ResourceHelper.resolveMandatoryResource(
                  edge, "classpath:routes/edge/" + routes + ".camel.yaml"));
    }
    edge.start();
    methods = new ModuleMethodDispatcher(AdmissionLimit::usual);
  }

  @AfterAll
  static void stop() throws Exception {
    if (edge != null) {
      edge.close();
    }
    if (server != null) {
      server.close();
    }
  }

  @Test
  void aNodeIsBrowsedInPartsAndAllAtOnce() throws Exception {
    Set<String> all = names(ask("Browse", "{\"nodeId\":\"%s\"}".formatted(PLANT)));

    Set<String> found = new TreeSet<>();
    JsonNode answer =
        ask("Browse", "{\"nodeId\":\"%s\",\"maxReferencesToReturn\":3}".formatted(PLANT));
    found.addAll(names(answer));
    while (answer.has("continuationToken")) {
      answer =
          ask(
              "BrowseNext",
              "{\"continuationToken\":\"%s\"}"
                  .formatted(answer.path("continuationToken").asText()));
      found.addAll(names(answer));
    }

    assertThat(all).contains("Counter1", "SetPoint", "Multiply");
    assertThat(found).isEqualTo(all);
  }

  @Test
  void everythingIsBrowsed() throws Exception {
    JsonNode answer =
        ask("BrowseStream", "{\"nodeId\":[\"%s\"],\"direction\":\"Forward\"}".formatted(PLANT));

    assertThat(answer.findValuesAsText("displayName")).contains("Counter1", "Multiply");
  }

  @Test
  void aValueIsReadAndWrittenByIdAndByPath() throws Exception {
    String node = "nsu=urn:node-opcua:plant;s=SetPoint";

    assertThat(ask("ValueWrite", "{\"nodeId\":\"%s\",\"value\":\"21.5\"}".formatted(node)))
        .isEmpty();

    JsonNode read =
        ask(
            "ValueRead",
            "{\"nodeId\":\"%s\",\"browsePath\":[\"urn:node-opcua:plant#SetPoint\"]}"
                .formatted(PLANT));
    assertThat(read.path("value").asDouble()).isEqualTo(21.5);
    assertThat(read.path("dataType").asText()).isEqualTo("Double");
    assertThat(
            ask("BrowsePath", "{\"browsePaths\":[[\"Objects\",\"Server\"]]}")
                .at("/targets/0/target/nodeId")
                .asText())
        .isEqualTo("i=2253");
  }

  @Test
  void attributesAreReadAndWritten() throws Exception {
    JsonNode read =
        ask(
            "NodeRead",
            """
            {"attributes": [
              {"nodeId": "nsu=urn:node-opcua:plant;i=1001", "attribute": "Value"},
              {"nodeId": "nsu=urn:node-opcua:plant;i=1001", "attribute": "ValueRank"},
              {"nodeId": "nsu=urn:node-opcua:plant;i=4711", "attribute": "Value"}]}
            """);

    assertThat(read.at("/results/0/value").toString()).isEqualTo("[1,2,3]");
    assertThat(read.at("/results/1/value").asInt()).isEqualTo(1);
    assertThat(read.at("/results/2/errorInfo/symbolicId").asText()).isEqualTo("BadNodeIdUnknown");
    JsonNode written =
        ask(
            "NodeWrite",
            """
            {"attributes": [
              {"nodeId": "nsu=urn:node-opcua:plant;s=SetPoint", "attribute": "Value", "value": 20.5},
              {"nodeId": "i=2258", "attribute": "Value", "value": "2026-01-01T00:00:00Z"}]}
            """);
    assertThat(written.at("/results/0")).isEmpty();
    assertThat(written.at("/results/1/errorInfo/symbolicId").asText()).startsWith("Bad");
  }

  @Test
  void aMethodIsDescribedAndCalled() throws Exception {
    JsonNode metadata =
        ask("MethodMetadata", "{\"methodId\":\"nsu=urn:node-opcua:plant;s=Multiply\"}");

    JsonNode answer =
        ask(
            "MethodCall",
            """
            {"objectId": "%s", "methodId": "nsu=urn:node-opcua:plant;s=Multiply",
             "arguments": [{"value": 6}, {"value": "7"}]}
            """
                .formatted(PLANT));

    assertThat(metadata.path("inputArguments")).hasSize(2);
    assertThat(metadata.at("/inputArguments/0/type/nodeId").asText()).isEqualTo("Double");
    assertThat(answer.at("/results/0/value").asDouble()).isEqualTo(42);
    assertThat(answer.has("errorInfo")).isFalse();
  }

  @Test
  void theServerTellsItsLimitsAndTypesAndCountsTheSession() throws Exception {
    assertThat(
            ask("GetServerCapabilities", "{}")
                .at("/operationLimits/maxBrowseContinuationPoints")
                .asInt())
        .isPositive();
    assertThat(ask("TestConnection", "{}")).isEmpty();
    assertThat(
            ask("GetMetadata", "{\"nodeId\":\"i=2253\"}")
                .at("/typeDefinition/typeMembers")
                .findValuesAsText("browseName"))
        .contains("ServerStatus");
    assertThat(
            ask("CompileQuery", "{\"query\":\"SELECT /Severity WHERE /Severity > 5\"}")
                .at("/eventFilter/selectClauses/0/browsePath/0")
                .asText())
        .isEqualTo("Severity");
    JsonNode counts = JSON.readTree(call("GetConnectionDiagnostics", ""));
    assertThat(counts.at("/0/server/sessionId").asText()).isNotEmpty();
    assertThat(counts.at("/0/server/readCount/totalCount").asLong()).isPositive();
  }

  private static JsonNode ask(String operation, String request) throws Exception {
    String envelope =
        "{\"connection\":{\"endpoint\":{\"url\":\"%s\",\"securityMode\":\"None\"}},\"request\":%s}"
            .formatted(server.endpointUrl(), request);
    return JSON.readTree(call(operation, envelope));
  }

  private static byte[] call(String operation, String payload) {
    return methods.call(edge, operation, payload.getBytes(UTF_8)).join().bodyOrThrow();
  }

  private static Set<String> names(JsonNode answer) {
    Set<String> names = new TreeSet<>();
    answer.path("references").forEach(r -> names.add(r.at("/target/displayName").asText()));
    return names;
  }
}
