package org.bactrian.cloud.vault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.bactrian.cloud.vault.VaultTestServer.calls;

import com.azure.messaging.servicebus.ServiceBusClientBuilder;
import com.azure.messaging.servicebus.ServiceBusReceiverClient;
import com.azure.messaging.servicebus.models.ServiceBusReceiveMode;
import com.azure.messaging.servicebus.models.SubQueue;
import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.bactrian.cloud.EdgeModule;
import org.bactrian.cloud.security.Permission;
import org.bactrian.cloud.storage.Database;
import org.bactrian.cloud.storage.DatabaseSettings;
import org.bactrian.model.fault.FaultKind;
import org.bactrian.model.fault.OperationException;
import org.bactrian.model.method.MethodFaults;
import org.bactrian.model.method.MethodResult;
import org.bactrian.model.registry.ApplicationIds;
import org.bactrian.model.registry.ApplicationInfo;
import org.bactrian.model.registry.ApplicationInfoBuilder;
import org.bactrian.model.registry.ApplicationType;
import org.bactrian.model.registry.RegistryJson;
import org.bactrian.model.vault.ApplicationVaultAnswer;
import org.bactrian.model.vault.ApplicationVaultRequest;
import org.bactrian.model.vault.ApplicationVaultRequestBuilder;
import org.bactrian.model.vault.VaultRequestKind;
import org.bactrian.model.vault.VaultTrustUpdate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Requests of applications that came to a Global Discovery Server of the edge. */
class PulledRequestTest {

  private static final Map<String, String> SCHEMA =
      Map.of("iothub-message-schema", ApplicationVaultRequest.SCHEMA);
  private static final String ROOT =
      """
      {"name": "Plant", "subjectName": "CN=Plant CA, O=Plant", "lifetime": "3650.00:00:00",
       "issuedLifetime": "365.00:00:00"}
      """;

  @TempDir private static Path folder;
  private static VaultTestServer vault;
  private static EdgeModule edge;

  @BeforeAll
  static void open() throws Exception {
    vault = new VaultTestServer(folder, Map.of());
    edge = vault.module("edge1");
    vault.root(ROOT);
  }

  @AfterAll
  static void close() {
    vault.close();
  }

  private static ApplicationInfo application(String uri) {
    return ApplicationInfoBuilder.builder()
        .applicationType(ApplicationType.Client)
        .applicationUri(uri)
        .applicationName("Puller")
        .siteId("hall-3")
        .build();
  }

  private static String entityId(String uri) {
    return ApplicationIds.of("hall-3", null, ApplicationType.Client, uri).orElseThrow();
  }

  private static ApplicationVaultRequestBuilder request(VaultRequestKind kind, String uri) {
    return ApplicationVaultRequestBuilder.builder()
        .requestId(UUID.randomUUID().toString())
        .kind(kind)
        .application(application(uri));
  }

  private static ApplicationVaultRequest send(ApplicationVaultRequestBuilder builder) {
    ApplicationVaultRequest request = builder.build();
    edge.sends(RegistryJson.bytes(request), SCHEMA);
    return request;
  }

  /** Answers to a request that the edge has got. */
  private static Stream<JsonNode> answers(ApplicationVaultRequest request) {
    return calls(edge, ApplicationVaultAnswer.METHOD).stream()
        .filter(call -> call.path("requestId").asText().equals(request.requestId()));
  }

  /** The answer to a request with one of these states. */
  private static JsonNode answer(ApplicationVaultRequest request, String... states) {
    return await()
        .until(
            () ->
                answers(request)
                    .filter(call -> List.of(states).contains(call.path("state").asText()))
                    .reduce((earlier, later) -> later),
            Optional::isPresent)
        .orElseThrow();
  }

  /** Requests of the vault for an entity. */
  private static JsonNode started(String entity) throws Exception {
    return vault
        .ok(Permission.READ, "POST", "/requests/query", "{\"entityId\":\"" + entity + "\"}")
        .path("requests");
  }

  /** Leaves a request as a replica does that dies right after it has started it. */
  private static void forgetStart(ApplicationVaultRequest request) {
    try (Database database = Database.open(DatabaseSettings.in(folder.resolve("server")))) {
      database.transaction(
          handle ->
              handle.execute(
                  "update pulled_request set request_id = null, claimed_until = 0"
                      + " where edge_request_id = ?",
                  request.requestId()));
    }
  }

  @Test
  void anApplicationThatPullsIsRegisteredAndIsSentItsCertificateOnceItIsApproved()
      throws Exception {
    String uri = "urn:pull:signing";
    ApplicationVaultRequest request =
        send(
            request(VaultRequestKind.StartSigningRequest, uri)
                .certificateRequest(SigningRequests.base64(SigningRequests.rsa(uri))));
    answer(request, "New");
    forgetStart(request);
    edge.sends(RegistryJson.bytes(request), SCHEMA);

    await().until(() -> answers(request).count() > 1);
    JsonNode requests = started(entityId(uri));
    assertThat(requests).hasSize(1);
    String id = requests.path(0).path("requestId").asText();
    vault.approve(id);

    JsonNode finished = answer(request, "Completed");
    assertThat(finished.path("certificates")).hasSize(2);
    assertThat(finished.path("trustList").isObject()).isTrue();
    send(request(VaultRequestKind.AcceptRequest, uri).startedRequestId(request.requestId()));
    await().untilAsserted(() -> assertThat(vault.state(id)).isEqualTo("Accepted"));
    await()
        .until(
            () ->
                calls(edge, VaultTrustUpdate.METHOD).stream()
                    .filter(call -> call.path("applicationUri").asText().equals(uri))
                    .anyMatch(call -> call.at("/trustList/trustedCertificates").size() == 1));
  }

  @Test
  void theKeyOfAPairIsSentAgainUntilTheEdgeHasIt() throws Exception {
    String uri = "urn:pull:pair";
    AtomicInteger failures = new AtomicInteger(2);
    edge.answers(
        ApplicationVaultAnswer.METHOD,
        call ->
            call.path("requestId").asText().isEmpty()
                    || !call.has("privateKey")
                    || failures.decrementAndGet() < 0
                ? MethodResult.ok("{\"known\":true}".getBytes(StandardCharsets.UTF_8))
                : MethodFaults.of(
                    ApplicationVaultAnswer.METHOD,
                    new OperationException(FaultKind.EXTERNAL_DEPENDENCY, "The disk is full.")));
    ApplicationVaultRequest request =
        send(
            request(VaultRequestKind.StartNewKeyPairRequest, uri)
                .subjectName("CN=Pair")
                .domainNames(List.of("pair.plant.example")));
    answer(request, "New");

    vault.approve(started(entityId(uri)).path(0).path("requestId").asText());

    await()
        .untilAsserted(
            () -> assertThat(answers(request).filter(call -> call.has("privateKey"))).hasSize(3));
  }

  @Test
  void whatCanNeverBeCarriedOutIsAnsweredWithTheReason() {
    ApplicationVaultRequest request =
        send(
            request(VaultRequestKind.StartSigningRequest, "urn:pull:wrong")
                .certificateRequest(SigningRequests.base64(SigningRequests.rsa("urn:other"))));

    assertThat(answer(request, "Failure").path("errorMessage").asText()).contains("urn:other");
  }

  @Test
  void aClientThatUnregistersLeavesTheRegistry() throws Exception {
    String uri = "urn:pull:leaving";
    answer(send(request(VaultRequestKind.RegisterApplication, uri)), "Completed");
    answer(send(request(VaultRequestKind.GetTrustList, uri)), "Completed");

    ApplicationVaultRequest leaving = send(request(VaultRequestKind.UnregisterApplication, uri));

    answer(leaving, "Completed");
    assertThat(
            vault
                .cloud()
                .send("GET", "/registry/v2/applications/" + entityId(uri), "")
                .statusCode())
        .isEqualTo(404);
  }

  @Test
  void aClientThatHasAskedThroughAnotherEdgeStaysInTheRegistry() throws Exception {
    String uri = "urn:pull:shared";
    EdgeModule other = vault.module("edge2");
    other.sends(
        RegistryJson.bytes(
            request(VaultRequestKind.StartSigningRequest, uri)
                .certificateRequest(SigningRequests.base64(SigningRequests.rsa(uri)))
                .build()),
        SCHEMA);
    await().untilAsserted(() -> assertThat(started(entityId(uri))).hasSize(1));

    answer(send(request(VaultRequestKind.UnregisterApplication, uri)), "Completed");

    String application = "/registry/v2/applications/" + entityId(uri);
    assertThat(vault.cloud().send("GET", application, "").statusCode()).isEqualTo(200);
  }

  @Test
  void aMessageThatCannotBeReadGoesToTheDeadLetters() {
    edge.sends("{\"requestId\":\"no id\"}".getBytes(StandardCharsets.UTF_8), SCHEMA);

    try (ServiceBusReceiverClient receiver =
        new ServiceBusClientBuilder()
            .connectionString(vault.cloud().cloud.azure().serviceBus().connectionString())
            .receiver()
            .queueName("vault-requests")
            .subQueue(SubQueue.DEAD_LETTER_QUEUE)
            .receiveMode(ServiceBusReceiveMode.RECEIVE_AND_DELETE)
            .buildClient()) {
      assertThat(receiver.receiveMessages(1, Duration.ofSeconds(60)))
          .allMatch(letter -> letter.getDeadLetterReason() != null)
          .hasSize(1);
    }
  }
}
