package org.bactrian.cloud.vault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.bactrian.cloud.vault.VaultTestServer.calls;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.camel.support.PluginHelper;
import org.bactrian.cloud.EdgeModule;
import org.bactrian.cloud.security.Permission;
import org.bactrian.localazure.keyvault.fault.VaultOutage;
import org.bactrian.model.method.MethodResult;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The workflow of the vault where something it needs is away, and with a step of a user. */
class VaultFaultsTest {

  @TempDir private static Path folder;
  private static VaultTestServer vault;
  private static String root;
  private static HttpServer tickets;
  private static volatile String decision = "open";
  private static final List<String> asked = new CopyOnWriteArrayList<>();

  @BeforeAll
  static void open() throws Exception {
    tickets = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    tickets.createContext(
        "/tickets/",
        exchange -> {
          asked.add(
              exchange.getRequestMethod()
                  + " "
                  + exchange.getRequestURI().getPath()
                  + " "
                  + new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
          byte[] answer = ("{\"state\":\"" + decision + "\"}").getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(200, answer.length);
          exchange.getResponseBody().write(answer);
          exchange.close();
        });
    tickets.start();
    vault =
        new VaultTestServer(
            folder,
            Map.of(
                "bactrian.vault.approval", "direct:ticket-approval",
                "bactrian.vault.approval.retry", "200, 500, 0",
                "bactrian.vault.renewal.period", "500",
                "bactrian.vault.renewal.delay", "500",
                "bactrian.vault.renewal.retry", "200, 1000, 0",
                "ticket.url", "http://127.0.0.1:" + tickets.getAddress().getPort() + "/tickets"));
    PluginHelper.getRoutesLoader(vault.cloud().context())
        .loadRoutes(
            PluginHelper.getResourceLoader(vault.cloud().context())
                .resolveResource(
                    "file:"
                        + System.getProperty("bactrian.root")
                        + "/routes/samples/vault-ticket-approval.camel.yaml"));
    root = vault.root("{\"subjectName\":\"CN=Plant CA\",\"issuedLifetime\":\"365.00:00:00\"}");
  }

  @AfterEach
  void mend() {
    outage(new VaultOutage.None());
    decision = "open";
  }

  @AfterAll
  static void close() {
    vault.close();
    tickets.stop(0);
  }

  private static void outage(VaultOutage outage) {
    vault.cloud().cloud.azure().keyVault().outage(outage);
  }

  @Test
  void aRequestWaitsForKeyVaultAndSaysSo() throws Exception {
    String application = vault.application("urn:waiting");
    String request = vault.startSigning(application, root, SigningRequests.rsa("urn:waiting"));
    outage(new VaultOutage.Unreachable());

    vault.ok(Permission.SIGN, "POST", "/requests/" + request + "/approve", "");

    await()
        .untilAsserted(
            () ->
                assertThat(vault.request(request).path("errorInfo").asText())
                    .contains("Key Vault", "tried again"));
    assertThat(vault.state(request)).isEqualTo("Approved");
    HttpResponse<String> group =
        vault.send(Permission.ADMINISTER, "PUT", "/groups/root", "{\"subjectName\":\"CN=Never\"}");
    assertThat(group.statusCode()).isEqualTo(503);
    outage(new VaultOutage.None());
    await().untilAsserted(() -> assertThat(vault.state(request)).isEqualTo("Completed"));
    assertThat(vault.request(request).has("errorInfo")).isFalse();
    assertThat(vault.ok(Permission.READ, "GET", "/groups", "").toString())
        .doesNotContain("CN=Never");
  }

  @Test
  void aKeyVaultThatIsThrottledHoldsNobodyUpForAsLongAsItAsksFor() throws Exception {
    String application = vault.application("urn:throttled");
    String request = vault.startSigning(application, root, SigningRequests.rsa("urn:throttled"));
    outage(new VaultOutage.Throttled(Duration.ofHours(1)));

    vault.ok(Permission.SIGN, "POST", "/requests/" + request + "/approve", "");

    await().until(() -> vault.request(request).path("errorInfo").asText().contains("status 429"));
    outage(new VaultOutage.None());
    await().untilAsserted(() -> assertThat(vault.state(request)).isEqualTo("Completed"));
  }

  @Test
  void aSignatureThatWasMadeAndNotStoredIsMadeAgainWithTheSameNumber() throws Exception {
    String application = vault.application("urn:cut");
    String request = vault.startSigning(application, root, SigningRequests.rsa("urn:cut"));
    outage(new VaultOutage.CutAfterSigning());

    vault.ok(Permission.SIGN, "POST", "/requests/" + request + "/approve", "");
    await().until(() -> vault.request(request).path("errorInfo").asText().contains("Key Vault"));
    String reserved = reserved(request);
    outage(new VaultOutage.None());

    await().untilAsserted(() -> assertThat(vault.state(request)).isEqualTo("Completed"));
    JsonNode finished = vault.ok(Permission.WRITE, "GET", "/requests/sign/" + request, "");
    assertThat(finished.at("/certificate/serialNumber").asText()).isEqualToIgnoringCase(reserved);
  }

  @Test
  void aCertificateWhoseRequestEndsWhileItIsSignedIsRevoked() throws Exception {
    String application = vault.application("urn:given-up");
    String request = vault.startSigning(application, root, SigningRequests.rsa("urn:given-up"));
    outage(new VaultOutage.CutAfterSigning());
    vault.ok(Permission.SIGN, "POST", "/requests/" + request + "/approve", "");
    await().until(() -> vault.request(request).path("errorInfo").asText().contains("Key Vault"));
    String reserved = reserved(request);

    vault.ok(Permission.WRITE, "POST", "/requests/" + request + "/accept", "");
    outage(new VaultOutage.None());

    await()
        .untilAsserted(
            () ->
                assertThat(
                        vault
                            .ok(Permission.ADMINISTER, "GET", "/audit?pageSize=1000", "")
                            .findParents("serialNumber"))
                    .anySatisfy(
                        entry -> {
                          assertThat(entry.path("action").asText()).isEqualTo("CertificateRevoked");
                          assertThat(entry.path("serialNumber").asText()).isEqualTo(reserved);
                        }));
  }

  private static String reserved(String request) throws Exception {
    return vault
        .cloud()
        .query("select serial from vault_certificate where request_id = '" + request + "'");
  }

  @Test
  void anOfflineModuleGetsItsCertificateWhenItComes() throws Exception {
    EdgeModule module = vault.module("late");
    module.answers(
        "UpdateCertificate_V2",
        nothing -> new MethodResult(503, "{}".getBytes(StandardCharsets.UTF_8)));
    String request = vault.startSigning("late_module_bactrian", root, null);
    vault.approve(request);

    vault.ok(Permission.WRITE, "POST", "/requests/" + request + "/accept", "");

    await()
        .until(
            () -> vault.request(request).path("errorInfo").asText().contains("delivery is tried"));
    module.answers("UpdateCertificate_V2", nothing -> MethodResult.ok(new byte[0]));
    await().until(() -> !vault.request(request).has("errorInfo"));
  }

  @Test
  void aModuleThatRefusesMakesADeadLetterWithTheReason() throws Exception {
    EdgeModule module = vault.module("refusing");
    module.answers(
        "UpdateCertificate_V2",
        nothing ->
            new MethodResult(
                400, "{\"detail\":\"that is not my key\"}".getBytes(StandardCharsets.UTF_8)));
    String request = vault.startSigning("refusing_module_bactrian", root, null);
    vault.approve(request);

    vault.ok(Permission.WRITE, "POST", "/requests/" + request + "/accept", "");

    await()
        .untilAsserted(
            () ->
                assertThat(vault.request(request).path("errorInfo").asText())
                    .contains("delivery was given up", "not my key"));
    try (var receiver =
        new com.azure.messaging.servicebus.ServiceBusClientBuilder()
            .connectionString(vault.cloud().cloud.azure().serviceBus().connectionString())
            .receiver()
            .queueName("vault-failed")
            .buildClient()) {
      String letter =
          receiver.receiveMessages(1, Duration.ofSeconds(30)).stream()
              .findFirst()
              .orElseThrow()
              .getBody()
              .toString();
      assertThat(letter).contains("delivery", request, "not my key");
    }
  }

  @Test
  void aTicketSystemDecidesInPlaceOfAnOperator() throws Exception {
    decision = "pending";
    String application = vault.application("urn:ticket");
    String request = vault.startSigning(application, root, SigningRequests.rsa("urn:ticket"));
    await()
        .until(() -> asked.stream().filter(one -> one.contains("/tickets/" + request)).count() > 1);
    assertThat(vault.state(request)).isEqualTo("New");

    decision = "approved";

    await().untilAsserted(() -> assertThat(vault.state(request)).isEqualTo("Completed"));
    assertThat(asked)
        .anySatisfy(
            one -> assertThat(one).startsWith("PUT /tickets/" + request).contains("\"entityId\""));
    assertThat(vault.request(request).at("/approved/authorityId").asText())
        .isEqualTo("vault-approval");
  }

  @Test
  void aCertificateIsRenewedBeforeItExpiresWithoutAnyonesDoing() throws Exception {
    EdgeModule module = vault.module("renewing");
    String brief = vault.root("{\"subjectName\":\"CN=Brief CA\",\"issuedLifetime\":\"00:00:24\"}");
    String request = vault.startSigning("renewing_module_bactrian", brief, null);
    vault.approve(request);
    vault.ok(Permission.WRITE, "POST", "/requests/" + request + "/accept", "");

    await()
        .until(
            () ->
                calls(module, "UpdateCertificate_V2").stream()
                        .map(call -> call.path("certificates").get(0))
                        .distinct()
                        .count()
                    > 1);

    JsonNode found =
        vault.ok(
            Permission.READ,
            "POST",
            "/requests/query",
            "{\"entityId\":\"renewing_module_bactrian\",\"state\":\"Accepted\"}");
    assertThat(found.findValuesAsText("authorityId")).contains("vault-renewal");
  }
}
