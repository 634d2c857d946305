package org.bactrian.cloud.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.bactrian.cloud.twin.TwinTestServer.json;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.bactrian.cloud.EdgeModule;
import org.bactrian.cloud.security.Permission;
import org.bactrian.cloud.twin.TwinTestServer;
import org.bactrian.model.method.MethodResult;
import org.bactrian.model.registry.RegistryJson;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Requests of version 2.8 become methods of version 2.9, and their answers those of version 2.8.
 */
class HistoryOperationsTest {

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
          history/read/ID          | HistoryRead_V2          | {"nodeId":"i=1","details":{"TypeId":"i=647","Body":{}}}
          history/read/ID/next     | HistoryReadNext_V2      | {"continuationToken":"t"}
          history/update/ID        | HistoryUpdate_V2        | {"details":{"TypeId":"i=680","Body":{}}}
          read/ID/values           | HistoryReadValues_V2    | {"nodeId":"i=1","details":{"startTime":"2026-01-01T00:00:00Z","numValues":4294967295}}
          read/ID/values/modified  | HistoryReadModifiedValues_V2 | {"nodeId":"i=1","details":{"numValues":1}}
          read/ID/values/pick      | HistoryReadValuesAtTimes_V2 | {"nodeId":"i=1","details":{"reqTimes":["2026-01-01T00:00:00Z"]}}
          read/ID/values/next      | HistoryReadValuesNext_V2 | {"continuationToken":"t","abort":true}
          read/ID/events           | HistoryReadEvents_V2    | {"nodeId":"i=1","details":{"numEvents":1}}
          read/ID/events/next      | HistoryReadEventsNext_V2 | {"continuationToken":"t"}
          insert/ID/values         | HistoryInsertValues_V2  | {"nodeId":"i=1","details":{"values":[{"value":12345678901234567890}]}}
          insert/ID/events         | HistoryInsertEvents_V2  | {"nodeId":"i=1","details":{"events":[{"eventFields":[1,null]}]}}
          replace/ID/values        | HistoryReplaceValues_V2 | {"nodeId":"i=1","details":{"values":[{"value":1}]}}
          replace/ID/events        | HistoryReplaceEvents_V2 | {"nodeId":"i=1","details":{"events":[{"eventFields":[1]}]}}
          delete/ID/values         | HistoryDeleteValues_V2  | {"nodeId":"i=1","details":{}}
          delete/ID/values/pick    | HistoryDeleteValuesAtTimes_V2 | {"nodeId":"i=1","details":{"reqTimes":["2026-01-01T00:00:00Z"]}}
          delete/ID/values/modified | HistoryDeleteModifiedValues_V2 | {"nodeId":"i=1","details":{}}
          delete/ID/events         | HistoryDeleteEvents_V2  | {"nodeId":"i=1","details":{"eventIds":["AQID"]}}
          """)
  void anOperationIsAMethodOfTheModule(String path, String method, String request)
      throws Exception {
    module.answers(method, payload -> result("{\"of\":\"" + method + "\"}"));

    HttpResponse<String> answer = post(path, request);

    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    assertThat(answer.body()).isEqualTo("{\"of\":\"" + method + "\"}");
    assertThat(lastRequest()).isEqualTo(tree(request));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          read/ID/values/processed | {"processingInterval":60000.5,"aggregateTypeId":"i=2342"} | {"aggregateType":"i=2342","processingInterval":"00:01:00.0005000"}
          read/ID/values/processed | {"aggregateConfiguration":{"useServerCapabilitiesDefaults":true,"percentDataBad":5}} | {}
          read/ID/values/processed | {"aggregateConfiguration":{"useServerCapabilitiesDefaults":false,"percentDataBad":5}} | {"aggregateConfiguration":{"percentDataBad":5}}
          insert/ID/values         | {"values":[{"value":1,"statusCode":1073741824}]} | {"values":[{"value":1,"status":{"statusCode":1073741824}}]}
          read/ID/events           | {"filter":{"selectClauses":[{"nodeId":"i=2041","browsePath":["Time"]}]}} | {"filter":{"selectClauses":[{"browsePath":["Time"],"typeDefinitionId":"i=2041"}]}}
          """)
  void detailsHaveTheNamesOfVersion29(String path, String details, String expected)
      throws Exception {
    for (String method :
        new String[] {
          "HistoryReadProcessedValues_V2", "HistoryInsertValues_V2", "HistoryReadEvents_V2"
        }) {
      module.answers(method, payload -> result("{}"));
    }

    HttpResponse<String> answer = post(path, "{\"nodeId\":\"i=1\",\"details\":" + details + "}");

    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    assertThat(lastRequest().path("details")).isEqualTo(tree(expected));
  }

  @Test
  void valuesHaveTheNamesOfVersion28() throws Exception {
    module.answers(
        "HistoryReadValues_V2",
        payload ->
            result(
                """
                {"history": [
                  {"value": 5, "dataType": "Int32", "sourceTimestamp": "2026-01-01T00:00:00Z",
                   "dataLocation": "Calculated", "additionalData": "Partial"},
                  {"status": {"statusCode": 2147483648, "symbolicId": "Bad"},
                   "modificationInfo": {"updateType": "Insert", "userName": "ann"}}],
                 "continuationToken": "t"}
                """));

    HttpResponse<String> answer =
        post("read/ID/values", "{\"nodeId\":\"i=1\",\"details\":{\"numValues\":2}}");

    assertThat(json(answer))
        .isEqualTo(
            tree(
                """
                {"history": [
                  {"value": 5, "sourceTimestamp": "2026-01-01T00:00:00Z"},
                  {"modificationInfo": {"updateType": "Insert", "userName": "ann"},
                   "statusCode": 2147483648}],
                 "continuationToken": "t"}
                """));
  }

  @Test
  void whatTheServerRefusesIsAnAnswerWithoutHistory() throws Exception {
    String refused =
        "{\"history\":null,\"errorInfo\":{\"statusCode\":2150891520,\"errorMessage\":\"BadNodeIdUnknown\"}}";
    module.answers("HistoryReadValues_V2", payload -> result(refused));

    HttpResponse<String> answer =
        post("read/ID/values", "{\"nodeId\":\"i=1\",\"details\":{\"numValues\":2}}");

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).isEqualTo(refused);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "history/read/ID",
        "history/read/ID/next",
        "history/update/ID",
        "insert/ID/values",
        "insert/ID/events",
        "replace/ID/values",
        "replace/ID/events",
        "delete/ID/values",
        "delete/ID/values/pick",
        "delete/ID/values/modified",
        "delete/ID/events"
      })
  void whoMayOnlyReadMayNotChangeNorReadAsOpcUaHasIt(String path) throws Exception {
    int calls = module.calls().size();

    HttpResponse<String> answer = server.post(Permission.READ, path(path), "{}");

    assertThat(answer.statusCode()).isEqualTo(403);
    assertThat(module.calls()).hasSize(calls);
  }

  @Test
  void whoMayOnlyReadReadsValuesAndEvents() throws Exception {
    module.answers("HistoryReadValues_V2", payload -> result("{\"history\":[]}"));

    HttpResponse<String> answer =
        server.post(
            Permission.READ,
            path("read/ID/values"),
            "{\"nodeId\":\"i=1\",\"details\":{\"numValues\":2}}");

    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
  }

  private static HttpResponse<String> post(String path, String request) throws Exception {
    return server.post(path(path), request);
  }

  private static String path(String path) {
    return "/history/v2/" + path.replace("ID", endpoint);
  }

  private static JsonNode lastRequest() {
    return module.calls().get(module.calls().size() - 1).payload().path("request");
  }

  private static JsonNode tree(String json) {
    return RegistryJson.read(json, JsonNode.class);
  }

  private static MethodResult result(String json) {
    return new MethodResult(200, json.getBytes(StandardCharsets.UTF_8));
  }
}
