package org.bactrian.interop.opcua;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.bactrian.edge.EdgeConfiguration;
import org.bactrian.edge.module.ModuleMethodDispatcher;
import org.bactrian.edge.options.EdgeOptionsReader;
import org.bactrian.edge.twin.FileSystemOperations;
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

  private static final String RECORDED = "nsu=urn:node-opcua:plant;s=Recorded";
  private static final String FROM = "2026-01-01T00:00:00Z";
  private static final String TO = "2026-01-01T00:10:00Z";

  @TempDir static Path data;
  private static NodeOpcuaServer server;
  private static DefaultCamelContext edge;
  private static ModuleMethodDispatcher methods;

  @BeforeAll
  static void start() throws Exception {
    server = NodeOpcuaServer.withFiles(data.resolve("server"));
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

  @Test
  void aHistoryIsReadForwardsBackwardsAndInPages() throws Exception {
    JsonNode all = ask("HistoryReadValues", history("\"numValues\": 100", FROM, TO));
    JsonNode last = ask("HistoryReadValues", history("\"numValues\": 3", "", TO));
    JsonNode first = ask("HistoryReadValues", history("\"numValues\": 15", FROM, TO));
    JsonNode rest =
        ask(
            "HistoryReadValuesNext",
            "{\"continuationToken\":\"%s\"}".formatted(first.path("continuationToken").asText()));

    assertThat(all.path("history").findValuesAsText("value")).hasSize(20).startsWith("0", "10");
    assertThat(all.at("/history/1/sourceTimestamp").asText()).isEqualTo("2026-01-01T00:00:10Z");
    assertThat(all.at("/history/1/dataType").asText()).isEqualTo("Double");
    assertThat(last.path("history").findValuesAsText("value")).containsExactly("190", "180", "170");
    assertThat(first.path("history")).hasSize(15);
    assertThat(rest.path("history").findValuesAsText("value")).hasSize(5).endsWith("190");
    assertThat(rest.has("continuationToken")).isFalse();
    assertThat(ask("HistoryStreamValues", history("\"numValues\": 7", FROM, TO))).hasSize(20);
  }

  @Test
  void aPageThatIsAbortedIsGivenBackToTheServer() throws Exception {
    String token =
        ask("HistoryReadValues", history("\"numValues\": 2", FROM, TO))
            .path("continuationToken")
            .asText();

    JsonNode aborted =
        ask(
            "HistoryReadValuesNext",
            "{\"continuationToken\":\"%s\",\"abort\":true}".formatted(token));
    JsonNode again =
        ask("HistoryReadValuesNext", "{\"continuationToken\":\"%s\"}".formatted(token));

    assertThat(aborted.has("continuationToken")).isFalse();
    assertThat(again.at("/errorInfo/symbolicId").asText()).isEqualTo("BadContinuationPointInvalid");
  }

  @Test
  void aggregatesOfAHistoryAreFoundByName() throws Exception {
    JsonNode averages =
        ask(
            "HistoryReadProcessedValues",
            history(
                "\"processingInterval\": \"00:00:50\", \"aggregateType\": \"Average\"", FROM, TO));

    assertThat(averages.at("/history/0/value").asDouble()).isEqualTo(20);
    assertThat(averages.at("/history/0/dataLocation").asText()).isEqualTo("Calculated");
    assertThat(ask("HistoryGetServerCapabilities", "{}").path("aggregateFunctions").has("Average"))
        .isTrue();
  }

  @Test
  void aHistoryTellsHowItIsRecorded() throws Exception {
    JsonNode configuration =
        ask("HistoryGetConfiguration", "{\"nodeId\":\"nsu=urn:node-opcua:plant;s=Recorded\"}")
            .path("configuration");

    assertThat(configuration.path("stepped").asBoolean()).isFalse();
    assertThat(configuration.path("maxTimeInterval").asText()).isEqualTo("00:00:10");
    assertThat(configuration.path("startOfOnlineArchive").asText())
        .isEqualTo("2026-01-01T00:00:00Z");
    assertThat(configuration.path("endOfArchive").asText()).isEqualTo("2026-01-01T00:03:10Z");
    assertThat(configuration.at("/aggregateConfiguration/percentDataGood").asInt()).isEqualTo(100);
  }

  @Test
  void whatTheServerCannotDoWithAHistoryIsAnAnswerThatSaysSo() throws Exception {
    JsonNode times =
        ask(
            "HistoryReadValuesAtTimes",
            "{\"nodeId\":\"%s\",\"details\":{\"reqTimes\":[\"2026-01-01T00:00:05Z\"]}}"
                .formatted(RECORDED));
    JsonNode inserted =
        ask(
            "HistoryInsertValues",
            """
            {"nodeId": "%s", "details": {"values":
             [{"value": 5, "sourceTimestamp": "2026-01-01T00:00:05Z"}]}}
            """
                .formatted(RECORDED));

    assertThat(times.at("/errorInfo/symbolicId").asText())
        .isEqualTo("BadHistoryOperationUnsupported");
    assertThat(times.path("history").isNull()).isTrue();
    assertThat(inserted.at("/errorInfo/symbolicId").asText()).isEqualTo("BadServiceUnsupported");
  }

  private static String history(String member, String from, String to) {
    String times =
        (from.isEmpty() ? "" : "\"startTime\": \"" + from + "\", ")
            + "\"endTime\": \""
            + to
            + "\", ";
    return "{\"nodeId\": \"%s\", \"details\": {%s%s}}".formatted(RECORDED, times, member);
  }

  @Test
  void directoriesAndFilesAreMadeListedAndDeleted() throws Exception {
    String recipes = file("FileSystem/Recipes");
    assertThat(JSON.readTree(call("GetFileSystems", connection())).findValuesAsText("name"))
        .containsExactly("FileSystem");
    assertThat(ask("GetDirectories", file("FileSystem")).findValuesAsText("name"))
        .containsExactly("Recipes");
    assertThat(ask("GetFiles", file("FileSystem")).findValuesAsText("name"))
        .containsExactly("readme.txt");

    JsonNode made = with("CreateFile", "name", "orders.csv", recipes);
    assertThat(made.at("/result/name").asText()).isEqualTo("orders.csv");
    assertThat(
            with("CreateFile", "name", "orders.csv", recipes).at("/errorInfo/symbolicId").asText())
        .isEqualTo("BadBrowseNameDuplicated");
    assertThat(ask("GetParent", made.path("result").toString()).at("/result/name").asText())
        .isEqualTo("Recipes");
    String old = with("CreateDirectory", "name", "Old", recipes).at("/result/nodeId").asText();
    assertThat(ask("GetDirectories", recipes).findValuesAsText("name")).containsExactly("Old");

    assertThat(ask("DeleteFileSystemObject", made.path("result").toString())).isEmpty();
    assertThat(with("DeleteFileOrDirectory", "fileOrDirectoryNodeId", old, recipes)).isEmpty();
    assertThat(ask("GetFiles", recipes).path("result")).isEmpty();
    assertThat(ask("GetDirectories", recipes).path("result")).isEmpty();
  }

  @Test
  void aFileIsReadAndWrittenInParts() throws Exception {
    String nodeId = file("FileSystem/readme.txt");
    assertThat(content(nodeId)).asString(UTF_8).isEqualTo("written by node-opcua");
    byte[] large = new byte[130_000];
    large[100_000] = 7;

    upload(nodeId, "Create", large);
    upload(nodeId, "Append", new byte[] {9});

    JsonNode info = ask("GetFileInfo", nodeId).path("result");
    assertThat(info.path("size").asLong()).isEqualTo(130_001);
    assertThat(info.path("writable").asBoolean()).isTrue();
    assertThat(info.path("openCount").asInt()).isZero();
    assertThat(info.has("lastModified")).isFalse(); // node-opcua does not know it
    byte[] read = content(nodeId);
    assertThat(read).hasSize(130_001).endsWith(9);
    assertThat(read[100_000]).isEqualTo((byte) 7);
  }

  private static String file(String path) {
    return "{\"nodeId\":\"nsu=urn:node-opcua:plant;s=%s\"}".formatted(path);
  }

  private static String connection() {
    return "{\"endpoint\":{\"url\":\"%s\",\"securityMode\":\"None\"}}"
        .formatted(server.endpointUrl());
  }

  private static JsonNode with(String operation, String name, String value, String request)
      throws Exception {
    return JSON.readTree(
        call(
            operation,
            "{\"%s\":\"%s\",\"request\":{\"connection\":%s,\"request\":%s}}"
                .formatted(name, value, connection(), request)));
  }

  private static byte[] content(String file) throws Exception {
    byte[] answer =
        call(
            "Download",
            "{\"x-ms-connection\":%s,\"x-ms-target\":%s}".formatted(connection(), file));
    return Base64.getDecoder().decode(JSON.readTree(answer).asText());
  }

  /** Writes a file as the HTTP API does, which alone serves that. */
  private static void upload(String file, String mode, byte[] content) {
    edge.getRegistry()
        .lookupByNameAndType("fileSystem", FileSystemOperations.class)
        .upload(
            connection(),
            file,
            "{\"mode\":\"%s\"}".formatted(mode),
            content,
            new DefaultExchange(edge))
        .join();
  }

  private static JsonNode ask(String operation, String request) throws Exception {
    String envelope = "{\"connection\":%s,\"request\":%s}".formatted(connection(), request);
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
