package org.bactrian.cloud.twin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.bactrian.cloud.twin.TwinTestServer.json;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.bactrian.cloud.EdgeModule;
import org.bactrian.cloud.security.Permission;
import org.bactrian.model.method.MethodResult;
import org.bactrian.model.registry.RegistryJson;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Requests of callers arrive at the module, and its answers at the callers. */
class TwinOperationsTest {

  @TempDir static Path folder;
  private static TwinTestServer server;
  private static EdgeModule module;
  private static String endpoint;

  @BeforeAll
  static void start() throws Exception {
    server = TwinTestServer.in(folder);
    module = server.supervisor("edge1");
    endpoint = server.activated();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          browse/ID            | Browse_V2         | {"nodeId":"i=85","nodeClassFilter":["Variable"]}
          browse/ID/next       | BrowseNext_V2     | {"continuationToken":"t","abort":true}
          browse/ID/path       | BrowsePath_V2     | {"browsePaths":[["Objects","2:Line"]]}
          call/ID/metadata     | MethodMetadata_V2 | {"methodId":"ns=2;s=Start"}
          call/ID              | MethodCall_V2     | {"methodId":"ns=2;s=Start","arguments":[{"value":7},null]}
          read/ID              | ValueRead_V2      | {"nodeId":"ns=2;s=Level","indexRange":"0:1"}
          read/ID/attributes   | NodeRead_V2       | {"attributes":[{"nodeId":"i=85","attribute":"BrowseName"}]}
          write/ID             | ValueWrite_V2     | {"nodeId":"ns=2;s=Level","value":[1,2.5,12345678901234567890]}
          write/ID/attributes  | NodeWrite_V2      | {"attributes":[{"nodeId":"i=85","attribute":"Value","value":1}]}
          """)
  void anOperationIsAMethodOfTheModuleWithTheEndpointAndTheRequest(
      String path, String method, String request) throws Exception {
    module.answers(method, payload -> result("{\"of\":\"" + method + "\"}"));

    HttpResponse<String> answer = server.post("/twin/v2/" + path.replace("ID", endpoint), request);

    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    assertThat(answer.body()).isEqualTo("{\"of\":\"" + method + "\"}");
    assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/json");
    assertThat(lastCall().method()).isEqualTo(method);
    JsonNode payload = lastCall().payload();
    assertThat(payload.path("request")).isEqualTo(tree(request));
    assertThat(payload.at("/endpoint/url").asText()).startsWith("opc.tcp://");
    assertThat(payload.path("endpoint").has("securityMode")).isTrue();
  }

  @Test
  void theTokenOfABrowseMayComeInTheHeaderInPlaceOfTheQuery() throws Exception {
    HttpResponse<String> answer =
        server.send(
            server
                .request(Permission.READ, "/twin/v2/browse/" + endpoint + "/next")
                .header("x-ms-continuation", "t2"));

    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    assertThat(lastCall().payload().at("/request/continuationToken").asText()).isEqualTo("t2");
    assertThat(server.get("/twin/v2/browse/" + endpoint + "/next").statusCode()).isEqualTo(400);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          browse/ID?nodeId=ns%3D2%3Bs%3DA%2BB   | Browse_V2     | {"targetNodesOnly":true,"readVariableValues":true,"nodeId":"ns=2;s=A+B"}
          browse/ID                             | Browse_V2     | {"targetNodesOnly":true,"readVariableValues":true}
          browse/ID/next?continuationToken=t1   | BrowseNext_V2 | {"targetNodesOnly":true,"readVariableValues":true,"continuationToken":"t1"}
          read/ID?nodeId=i%3D2258               | ValueRead_V2  | {"nodeId":"i=2258"}
          read/ID?nodeId=nsu=urn:a;s=B%20C%2B   | ValueRead_V2  | {"nodeId":"nsu=urn:a;s=B C+"}
          """)
  void whatIsAskedByGetIsTheSameMethod(String path, String method, String request)
      throws Exception {
    HttpResponse<String> answer = server.get("/twin/v2/" + path.replace("ID", endpoint));

    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    assertThat(lastCall().method()).isEqualTo(method);
    assertThat(lastCall().payload().path("request")).isEqualTo(tree(request));
  }

  @Test
  void whatTheServerRefusesPassesWithStatus200() throws Exception {
    String refused =
        "{\"errorInfo\":{\"statusCode\":2150891520,\"symbolicId\":\"BadNodeIdUnknown\"}}";
    module.answers("ValueRead_V2", payload -> result(refused));

    HttpResponse<String> answer = read("{\"nodeId\":\"ns=2;s=None\"}");

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).isEqualTo(refused);
  }

  @ParameterizedTest
  @CsvSource({"400", "403", "404", "408", "413", "429", "500", "501", "502", "503"})
  void whatTheModuleRefusesIsAProblemWithItsStatusAndItsWords(int status) throws Exception {
    module.answers(
        "ValueRead_V2",
        payload ->
            new MethodResult(
                status, "{\"Message\":\"The tank is gone.\"}".getBytes(StandardCharsets.UTF_8)));

    HttpResponse<String> answer = read("{\"nodeId\":\"ns=2;s=Tank\"}");

    assertThat(answer.statusCode()).isEqualTo(status);
    assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
    assertThat(json(answer).path("detail").asText()).contains("The tank is gone.");
  }

  @Test
  void anAnswerOfFiveMegabytesPasses() throws Exception {
    String large = "{\"value\":\"" + "0123456789abcdef".repeat(5 << 16) + "\"}";
    module.answers("ValueRead_V2", payload -> result(large));

    assertThat(read("{\"nodeId\":\"ns=2;s=Image\"}").body()).isEqualTo(large);
  }

  @Test
  void namesAndChoicesMayBeInAnyCaseAndTheModuleGetsThemAsTheContractHasThem() throws Exception {
    server.post(
        "/twin/v2/browse/" + endpoint,
        "{\"NodeId\":\"i=85\",\"DIRECTION\":\"both\",\"Header\":null}");

    assertThat(lastCall().payload().path("request"))
        .isEqualTo(tree("{\"nodeId\":\"i=85\",\"direction\":\"Both\"}"));
  }

  @Test
  void aRequestThatIsNotAsTheContractSaysDoesNotReachTheModule() throws Exception {
    int calls = module.calls().size();

    HttpResponse<String> answer =
        server.post("/twin/v2/browse/" + endpoint + "/next", "{\"abort\":\"yes\"}");

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body()).contains("continuationToken").contains("/abort");
    assertThat(module.calls()).hasSize(calls);
  }

  @Test
  void whoMayOnlyReadMayNotWriteOrCall() throws Exception {
    int calls = module.calls().size();
    for (String path : List.of("write/ID", "write/ID/attributes", "call/ID", "call/ID/metadata")) {
      HttpResponse<String> answer =
          server.post(
              Permission.READ,
              "/twin/v2/" + path.replace("ID", endpoint),
              "{\"nodeId\":\"i=1\",\"value\":1,\"attributes\":[]}");
      assertThat(answer.statusCode()).as(path).isEqualTo(403);
    }
    assertThat(module.calls()).hasSize(calls);
    assertThat(
            server
                .post(
                    Permission.WRITE,
                    "/twin/v2/write/" + endpoint,
                    "{\"nodeId\":\"i=1\",\"value\":1}")
                .statusCode())
        .isEqualTo(200);
  }

  @Test
  void aCallerCannotSayWhichModuleIsCalledOrWhatItAnswered() throws Exception {
    server.cloud.offlineModule("edge9", "twin");
    module.answers("ValueRead_V2", payload -> result("{}"));

    HttpResponse<String> answer =
        server.send(
            server
                .request(Permission.READ, "/twin/v2/read/" + endpoint + "?nodeId=i%3D2258")
                .header("BactrianIotHubDeviceId", "edge9")
                .header("BactrianIotHubMethodName", "Reset_V2")
                .header("BactrianIotHubMethodStatus", "200"));

    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    assertThat(lastCall().method()).isEqualTo("ValueRead_V2");
  }

  private static HttpResponse<String> read(String request) throws Exception {
    return server.post("/twin/v2/read/" + endpoint, request);
  }

  private static EdgeModule.Call lastCall() {
    return module.calls().get(module.calls().size() - 1);
  }

  private static MethodResult result(String json) {
    return MethodResult.ok(json.getBytes(StandardCharsets.UTF_8));
  }

  private static JsonNode tree(String json) {
    return RegistryJson.read(json.getBytes(StandardCharsets.UTF_8), JsonNode.class);
  }
}
