package org.bactrian.cloud.publisher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.azure.messaging.servicebus.ServiceBusClientBuilder;
import com.azure.messaging.servicebus.ServiceBusReceivedMessage;
import com.azure.messaging.servicebus.ServiceBusReceiverClient;
import com.azure.messaging.servicebus.models.SubQueue;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.bactrian.cloud.CloudTestServer;
import org.bactrian.cloud.EdgeModule;
import org.bactrian.cloud.TestCloud;
import org.bactrian.cloud.registry.EndpointTwins;
import org.bactrian.cloud.registry.contract.EndpointInfo;
import org.bactrian.cloud.registry.contract.EndpointInfoBuilder;
import org.bactrian.cloud.security.Permission;
import org.bactrian.model.job.JobStatus;
import org.bactrian.model.job.WorkerHeartbeat;
import org.bactrian.model.job.WorkerHeartbeat.JobReport;
import org.bactrian.model.job.WorkerHeartbeat.WorkerReport;
import org.bactrian.model.job.WorkerStatus;
import org.bactrian.model.registry.Endpoint;
import org.bactrian.model.registry.EndpointActivationState;
import org.bactrian.model.registry.EndpointRegistrationBuilder;
import org.bactrian.model.registry.RegistryJson;
import org.bactrian.model.registry.ServerSecurityMode;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The publisher as callers and as a publisher meet it: over HTTP, IoT Hub and Service Bus. */
class PublisherRestTest {

  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Map<String, String> SCHEMA =
      Map.of("iothub-message-schema", WorkerHeartbeat.SCHEMA);

  @TempDir private static Path folder;
  private static CloudTestServer server;
  private static EdgeModule module;
  private static long number;

  @BeforeAll
  static void open() throws Exception {
    server = new CloudTestServer(TestCloud.empty(), folder, Map.of(), List.of("publisher"));
    module = server.cloud.edge("edge1", "publisher");
    for (String endpoint : List.of("uat1", "uat2", "uat3", "uat4")) {
      register(endpoint);
    }
  }

  @AfterAll
  static void close() {
    server.close();
  }

  @Test
  void aNodeThatIsStartedReachesAPublisherAsAJobAndIsListed() throws Exception {
    beat(new WorkerReport(0, WorkerStatus.WaitingForJob, null));

    JsonNode answer = ok("POST", "/publish/uat1/start", start("i=2258"));

    assertThat(answer.toString()).isEqualTo("{}");
    JsonNode lease = await().atMost(PATIENCE).until(() -> lease("uat1"), Optional::isPresent).get();
    assertThat(
            lease
                .at(
                    "/configuration/writerGroup/dataSetWriters/0/dataSet/dataSetSource"
                        + "/publishedVariables/publishedData/0/publishedVariableNodeId")
                .asText())
        .isEqualTo("i=2258");
    JsonNode job = ok("GET", "/jobs/uat1", "");
    assertThat(job.at("/lifetimeData/processingStatus").fieldNames())
        .toIterable()
        .containsExactly("edge1_publisher_0");
    assertThat(ok("GET", "/publish/uat1", "").at("/items/0/nodeId").asText()).isEqualTo("i=2258");
    assertThat(ok("GET", "/workers/edge1_publisher_0", "").path("agentId").asText())
        .isEqualTo("edge1_publisher");

    // What it says of another job is refused, and it goes on with its own.
    beat(
        new WorkerReport(
            0,
            WorkerStatus.ProcessingJob,
            new JobReport("uat1", 99_999, "x", JobStatus.Error, "forged")));
    await().atMost(PATIENCE).untilAsserted(() -> assertThat(lease("uat1", number)).isPresent());
    assertThat(ok("GET", "/jobs/uat1", "").at("/lifetimeData/status").isMissingNode()).isTrue();
  }

  @Test
  void everyOperationOnJobsAnswersAsTheContractSays() throws Exception {
    ok(
        "POST",
        "/publish/uat2/bulk",
        "{\"NodesToAdd\":[{\"nodeId\":\"i=1\"},{\"nodeId\":\"i=2\"}]}");
    ok("POST", "/publish/uat2/stop", "{\"nodeId\":\"i=1\"}");

    assertThat(ok("POST", "/publish/uat2", "{}").path("items")).hasSize(1);
    assertThat(ids(ok("GET", "/jobs?pageSize=1000", ""))).contains("uat2");
    ok("GET", "/jobs/uat2/cancel", "");
    assertThat(ids(ok("POST", "/jobs", "{\"status\":\"Canceled\"}"))).contains("uat2");
    ok("GET", "/jobs/uat2/restart", "");
    assertThat(ids(ok("POST", "/jobs", "{\"status\":\"Canceled\"}"))).doesNotContain("uat2");
    ok("DELETE", "/jobs/uat2", "");
    assertThat(server.send("GET", "/publisher/v2/jobs/uat2", "").statusCode()).isEqualTo(404);
    ok("DELETE", "/jobs/uat2", "");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "POST | /publish/nobody/start | {\"item\":{\"nodeId\":\"i=1\"}} | 404",
        "POST | /publish/nobody/bulk | {\"NodesToAdd\":[{\"nodeId\":\"i=1\"}]} | 404",
        "POST | /publish/uat3/start | {} | 400",
        "POST | /publish/uat3/start | {\"item\":{}} | 400",
        "POST | /publish/uat3/start | {\"item\":{\"nodeId\":\" \"}} | 400",
        "POST | /publish/uat3/start | {\"item\":{\"nodeId\":\"i=1\",\"samplingInterval\":\"x\"}} | 400",
        "POST | /publish/uat3/start | {\"item\":{\"nodeId\":\"i=1\",\"publishingInterval\":\"PT9223372036854775807S\"}} | 400",
        "POST | /publish/uat3/start | {\"item\":{\"nodeId\":\"i=1\",\"samplingInterval\":\"99999999.00:00:00\"}} | 400",
        "POST | /publish/uat3/bulk | {\"NodesToAdd\":[null]} | 400",
        "POST | /publish/uat3/stop | {} | 400",
        "POST | /publish/uat3/stop | {\"nodeId\":\"i=1\"} | 200",
        "GET | /publish/uat3?continuationToken=xyz | '' | 400",
        "GET | /jobs?continuationToken=xyz | '' | 400",
        // {"of":"JobInfo","query":{},"size":1,"after":"\\u0000"}, and of WorkerInfo.
        "GET | /jobs?continuationToken=eyJvZiI6IkpvYkluZm8iLCJxdWVyeSI6e30sInNpemUiOjEsImFmdGVyIjoiXHUwMDAwIn0 | '' | 400",
        "GET | /workers?continuationToken=eyJvZiI6IldvcmtlckluZm8iLCJhZnRlciI6Ilx1MDAwMCJ9 | '' | 400",
        "GET | /jobs?continuationToken=eyJvZiI6IkpvYkluZm8ifQ | '' | 400",
        "POST | /jobs | {\"name\":\"\\u0000\"} | 200",
        "GET | /jobs?pageSize=0 | '' | 400",
        "POST | /jobs | {\"status\":\"Sleeping\"} | 400",
        "GET | /jobs/nobody | '' | 404",
        "GET | /jobs/nobody/cancel | '' | 404",
        "GET | /jobs/nobody/restart | '' | 404",
        "DELETE | /jobs/nobody | '' | 200",
        "GET | /workers/nobody | '' | 404",
        "DELETE | /workers/nobody | '' | 404"
      })
  void requestsThatCannotBeMeantAreAnsweredWithTheirStatus(
      String method, String path, String body, int status) throws Exception {
    HttpResponse<String> answer = server.send(method, "/publisher/v2" + path, body);

    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
  }

  @ParameterizedTest
  @ValueSource(strings = {"a b", "a/b", "ü<&>", "..%2f", "%00", "'; drop table publish_job; --"})
  void idsWithOddCharactersAreNotThere(String id) throws Exception {
    String encoded = URLEncoder.encode(id, StandardCharsets.UTF_8).replace("+", "%20");

    for (String path : List.of("/jobs/", "/workers/")) {
      assertThat(server.send("GET", "/publisher/v2" + path + encoded, "").statusCode())
          .isEqualTo(404);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "POST, /publish/uat3/start", "POST, /publish/uat3/stop", "POST, /publish/uat3/bulk",
    "GET, /jobs/uat3/cancel", "GET, /jobs/uat3/restart", "DELETE, /jobs/uat3",
    "DELETE, /workers/uat3"
  })
  void whoMayOnlyReadChangesNothing(String method, String path) throws Exception {
    HttpResponse<String> answer =
        server.send(
            Permission.READ, method, "/publisher/v2" + path, method.equals("POST") ? "{}" : "");

    assertThat(answer.statusCode()).isEqualTo(403);
  }

  @Test
  void aMessageThatIsNoHeartbeatGoesToTheDeadLettersWithTheReason() throws Exception {
    module.sends("{\"session\":-1}".getBytes(StandardCharsets.UTF_8), SCHEMA);

    ServiceBusReceivedMessage dead = deadLetter();

    assertThat(dead.getDeadLetterReason()).contains("no possible session");
    assertThat(dead.getApplicationProperties())
        .containsEntry("iothub-connection-device-id", "edge1")
        .containsEntry("iothub-connection-module-id", "publisher");
  }

  @Test
  void aModuleIsTheOneThatIotHubNamesWhateverItSays() throws Exception {
    EdgeModule evil = server.cloud.edge("evil", "publisher");

    evil.sends(
        RegistryJson.bytes(
            new WorkerHeartbeat(
                1,
                1,
                0,
                Duration.ofSeconds(3),
                Map.of(),
                List.of(new WorkerReport(0, WorkerStatus.WaitingForJob, null)))),
        Map.of("iothub-message-schema", WorkerHeartbeat.SCHEMA, "$$DeviceId", "victim"));

    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () ->
                assertThat(
                        server
                            .send("GET", "/publisher/v2/workers/evil_publisher_0", "")
                            .statusCode())
                    .isEqualTo(200));
    assertThat(server.send("GET", "/publisher/v2/workers/victim_publisher_0", "").statusCode())
        .isEqualTo(404);
  }

  private static void beat(WorkerReport report) {
    number++;
    module.sends(
        RegistryJson.bytes(
            new WorkerHeartbeat(
                1, number, 0, Duration.ofMinutes(1), Map.of("SiteId", "site1"), List.of(report))),
        SCHEMA);
  }

  private static Optional<JsonNode> lease(String jobId) {
    return calls().flatMap(call -> leases(call, jobId)).findFirst();
  }

  private static Optional<JsonNode> lease(String jobId, long heartbeat) {
    return calls()
        .filter(call -> call.path("heartbeat").asLong() == heartbeat)
        .flatMap(call -> leases(call, jobId))
        .findFirst();
  }

  private static Stream<JsonNode> calls() {
    return module.calls().stream()
        .filter(call -> call.method().equals("UpdateJobLeases"))
        .map(EdgeModule.Call::payload);
  }

  private static Stream<JsonNode> leases(JsonNode call, String jobId) {
    return StreamSupport.stream(call.path("leases").spliterator(), false)
        .filter(lease -> lease.path("jobId").asText().equals(jobId));
  }

  private static List<String> ids(JsonNode list) {
    return StreamSupport.stream(list.path("jobs").spliterator(), false)
        .map(job -> job.path("id").asText())
        .toList();
  }

  private static String start(String node) {
    return "{\"item\":{\"nodeId\":\"" + node + "\",\"samplingInterval\":\"00:00:00.250\"}}";
  }

  private static JsonNode ok(String method, String path, String body) throws Exception {
    HttpResponse<String> answer = server.send(method, "/publisher/v2" + path, body);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return answer.body().isEmpty() ? JSON.createObjectNode() : JSON.readTree(answer.body());
  }

  private static void register(String id) {
    EndpointInfo endpoint =
        EndpointInfoBuilder.builder()
            .applicationId("uas1")
            .activationState(EndpointActivationState.Deactivated)
            .registration(
                EndpointRegistrationBuilder.builder()
                    .id(id)
                    .siteId("site1")
                    .discovererId("edge1_module_discovery")
                    .endpointUrl("opc.tcp://plc:4840/")
                    .endpoint(
                        new Endpoint(
                            "opc.tcp://plc:4840/", null, ServerSecurityMode.None, null, null))
                    .build())
            .build();
    new EndpointTwins(server.cloud.hub).put(id, present -> Optional.of(endpoint));
  }

  private static ServiceBusReceivedMessage deadLetter() {
    try (ServiceBusReceiverClient receiver =
        new ServiceBusClientBuilder()
            .connectionString(server.cloud.azure().serviceBus().connectionString())
            .receiver()
            .queueName("workers")
            .subQueue(SubQueue.DEAD_LETTER_QUEUE)
            .buildClient()) {
      return receiver.receiveMessages(1, PATIENCE).stream().findFirst().orElseThrow();
    }
  }
}
