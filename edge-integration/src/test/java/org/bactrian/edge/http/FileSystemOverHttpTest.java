package org.bactrian.edge.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.InputStream;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import org.bactrian.model.method.MethodResult;
import org.bactrian.patience.Exercises;
import org.bactrian.simulator.Simulator;
import org.bactrian.simulator.settings.SimulatorSettings;
import org.bactrian.web.contract.Contract;
import org.bactrian.web.contract.Operation;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Directories and files of a server, through the HTTP API of the edge and as direct methods. */
@Exercises(
    operations = {
      "GetFileSystems",
      "GetDirectories",
      "GetFiles",
      "GetParent",
      "GetFileInfo",
      "CreateFile",
      "CreateDirectory",
      "DeleteFileSystemObject",
      "DeleteFileOrDirectory",
      "Download",
      "Upload"
    })
class FileSystemOverHttpTest {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String FILES = "nsu=urn:bactrian:plant;s=Files";

  @TempDir private static Path folder;
  private static Simulator plant;
  private static Edge edge;

  @BeforeAll
  static void start() throws Exception {
    plant = Simulator.start(SimulatorSettings.in(folder.resolve("plant")).withPort(0));
    edge = Edge.start(folder, Map.of(), Edge.packedRoutes("twin"), "--aa", "--ct=60");
  }

  @AfterAll
  static void stop() throws Exception {
    edge.close();
    plant.close();
  }

  @Test
  void directoriesAndFilesAreMadeListedAndDeleted() throws Exception {
    JsonNode systems = json(edge.post("/v2/filesystem/list", connection()));
    assertThat(systems.findValuesAsText("name")).containsExactly("Files");
    assertThat(systems.at("/0/result/nodeId").asText()).endsWith("s=Files");

    JsonNode made = ask("create/directory/Line%203", FILES).path("result");
    assertThat(ask("list/directories", FILES).path("result")).contains(made);
    assertThat(ask("list/directories", text(made)).path("result")).isEmpty();
    assertThat(ask("create/directory/Line%203", FILES).at("/errorInfo/symbolicId").asText())
        .isEqualTo("BadBrowseNameDuplicated");

    for (int i = 0; i < 5; i++) {
      ask("create/file/" + i, text(made));
    }
    assertThat(ask("list/files", text(made)).path("result").findValuesAsText("name"))
        .containsExactlyInAnyOrder("0", "1", "2", "3", "4");
    assertThat(ask("list/directories", text(made)).path("result")).isEmpty();
    String first = ask("list/files", text(made)).at("/result/0/nodeId").asText();
    assertThat(ask("parent", first).at("/result/nodeId").asText()).isEqualTo(text(made));

    assertThat(ask("delete", first).size()).isZero();
    assertThat(ask("delete/" + URLEncoder.encode(text(made), UTF_8), FILES).size()).isZero();
    assertThat(ask("list/directories", FILES).path("result")).doesNotContain(made);
    assertThat(
            ask("delete/" + URLEncoder.encode(text(made), UTF_8), FILES)
                .path("symbolicId")
                .asText())
        .isEqualTo("BadNotFound");
  }

  @Test
  void whatIsNotThereIsToldAsTheServersFault() throws Exception {
    JsonNode unknown = ask("list/directories", FILES + "/Nowhere");
    assertThat(unknown.at("/errorInfo/symbolicId").asText()).isEqualTo("BadNodeIdUnknown");
    assertThat(unknown.path("result").isArray()).isTrue();
    assertThat(
            json(send("info/file", "{\"nodeId\":\"%s\",\"browsePath\":[\"Nowhere\"]}"))
                .at("/errorInfo/symbolicId")
                .asText())
        .isEqualTo("BadNotFound");
    assertThat(json(send("list/files", "{}")).at("/errorInfo/symbolicId").asText())
        .isEqualTo("BadNodeIdInvalid");
    assertThat(ask("parent", "i=85").at("/errorInfo/symbolicId").asText())
        .isEqualTo("BadNodeIdInvalid");
    assertThat(ask("info/file", "i=85").at("/errorInfo/symbolicId").asText())
        .isEqualTo("BadNotFound");
  }

  @Test
  void theExamplesOfAFilesHeadersLeadToAFileOfThePlant() throws Exception {
    Contract contract;
    try (InputStream document =
        FileSystemOverHttpTest.class.getResourceAsStream("/openapi/edge/module.yaml")) {
      contract = Contract.read("module", document);
    }
    HttpRequest.Builder request = edge.request("/v2/filesystem/download").GET();
    contract
        .document()
        .at("/paths/~1filesystem~1download/get/parameters")
        .forEach(
            header ->
                request.header(
                    header.path("name").asText(),
                    header
                        .path("example")
                        .asText()
                        .replace("opc.tcp://localhost:50000", plant.endpointUrl())));

    HttpResponse<String> content = edge.send(request);

    assertThat(content.statusCode()).as(content.body()).isEqualTo(200);
    assertThat(content.body()).isNotEmpty();
  }

  @Test
  void aPathLeadsToADirectory() throws Exception {
    String path = "{\"nodeId\":\"%s\",\"browsePath\":[\"urn:bactrian:plant#Recipes\"]}";

    assertThat(json(send("list/files", path)).path("result").findValuesAsText("name"))
        .contains("bottles.csv");
  }

  @Test
  void aFileIsReadWrittenAndAddedTo() throws Exception {
    String file = ask("create/file/data.bin", FILES).at("/result/nodeId").asText();
    byte[] large = new byte[130_000];
    large[100_000] = 7;

    assertThat(upload(file, "{}", large).statusCode()).isEqualTo(200);
    assertThat(ask("info/file", file).at("/result/size").asLong()).isEqualTo(130_000);
    assertThat(download(file).body()).isEqualTo(large);
    assertThat(upload(file, "{\"mode\":\"Append\"}", new byte[10]).statusCode()).isEqualTo(200);
    assertThat(upload(file, "{\"mode\":\"write\"}", new byte[] {9}).statusCode()).isEqualTo(200);
    JsonNode info = ask("info/file", file).path("result");
    assertThat(info.path("size").asLong()).isEqualTo(130_010);
    assertThat(info.path("writable").asBoolean()).isTrue();
    assertThat(info.path("openCount").asInt()).isZero();
    assertThat(info.path("lastModified").asText()).startsWith("20");
    assertThat(download(file).body()[0]).isEqualTo((byte) 9);
    assertThat(upload(file, "{\"mode\":\"Create\"}", new byte[0]).statusCode()).isEqualTo(200);
    assertThat(download(file).body()).isEmpty();

    HttpResponse<byte[]> none = download(FILES + "/Nowhere");
    assertThat(none.statusCode()).isEqualTo(500);
    assertThat(none.headers().firstValue("errorInfo").orElseThrow()).contains("Bad");
    assertThat(upload(FILES, "{}", new byte[1]).statusCode()).isEqualTo(500);
  }

  @Test
  void theSameAreDirectMethods() throws Exception {
    JsonNode made =
        call(
            "CreateFile_V2",
            "{\"name\":\"by-method\",\"request\":{\"connection\":%s,\"request\":{\"nodeId\":\"%s\"}}}"
                .formatted(connection(), FILES));
    assertThat(made.at("/result/name").asText()).isEqualTo("by-method");
    JsonNode content =
        call(
            "Download",
            "{\"x-ms-connection\":%s,\"x-ms-target\":{\"nodeId\":\"%s/Recipes/bottles.csv\"}}"
                .formatted(connection(), FILES));
    assertThat(new String(Base64.getDecoder().decode(content.asText()), UTF_8))
        .startsWith("bottle,");
    MethodResult none =
        edge.call(
            "Download",
            "{\"x-ms-connection\":%s,\"x-ms-target\":{\"nodeId\":\"%s/Nowhere\"}}"
                .formatted(connection(), FILES));
    assertThat(none.status()).isEqualTo(400);
    assertThat(new String(none.body(), UTF_8)).contains("BadNodeIdUnknown");
  }

  @Test
  void theExampleOfEachOperationWorks() throws Exception {
    try (InputStream document =
        FileSystemOverHttpTest.class.getResourceAsStream("/openapi/edge/module.yaml")) {
      Contract contract = Contract.read("module", document);
      for (Operation operation :
          contract.operations().stream()
              .filter(one -> one.tag().equals("FileSystem"))
              .filter(one -> one.body() instanceof Operation.Body.Json)
              .filter(one -> !one.id().startsWith("Delete"))
              .toList()) {
        String example =
            contract
                .document()
                .path("paths")
                .path(operation.path().substring(contract.basePath().length()))
                .at("/post/requestBody/content/application~1json/example")
                .toString()
                .replace("opc.tcp://localhost:50000", plant.endpointUrl());
        HttpResponse<String> answer =
            edge.post(operation.path().replace("{name}", operation.id()), example);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(answer.body()).doesNotContain("errorInfo");
      }
    }
  }

  private static String text(JsonNode object) {
    return object.path("nodeId").asText();
  }

  private static String connection() {
    return "{\"endpoint\":{\"url\":\"%s\",\"securityMode\":\"None\"}}"
        .formatted(plant.endpointUrl());
  }

  private static JsonNode ask(String path, String node) throws Exception {
    return json(send(path, "{\"nodeId\":\"" + node + "\"}"));
  }

  private static HttpResponse<String> send(String path, String request) throws Exception {
    return edge.post(
        "/v2/filesystem/" + path,
        "{\"connection\":%s,\"request\":%s}".formatted(connection(), request.replace("%s", FILES)));
  }

  private static JsonNode json(HttpResponse<String> answer) throws Exception {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return JSON.readTree(answer.body());
  }

  private static HttpResponse<byte[]> download(String file) throws Exception {
    return edge.client()
        .send(
            headers("/v2/filesystem/download", file).build(),
            HttpResponse.BodyHandlers.ofByteArray());
  }

  private static HttpResponse<String> upload(String file, String options, byte[] content)
      throws Exception {
    return edge.send(
        headers("/v2/filesystem/upload", file)
            .header("x-ms-options", options)
            .header("Content-Type", "application/octet-stream")
            .POST(HttpRequest.BodyPublishers.ofByteArray(content)));
  }

  private static HttpRequest.Builder headers(String path, String file) throws Exception {
    return edge.request(path)
        .header("x-ms-connection", connection())
        .header("x-ms-target", "{\"nodeId\":\"" + file + "\"}");
  }

  private static JsonNode call(String method, String payload) throws Exception {
    MethodResult result = edge.call(method, payload);
    assertThat(result.status()).as(new String(result.body(), UTF_8)).isEqualTo(200);
    return JSON.readTree(result.body());
  }
}
