package org.bactrian.cloud.vault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.bactrian.cloud.vault.VaultTestServer.calls;

import com.azure.messaging.servicebus.ServiceBusClientBuilder;
import com.azure.messaging.servicebus.ServiceBusReceiverClient;
import com.azure.messaging.servicebus.models.ServiceBusReceiveMode;
import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.bactrian.cloud.EdgeModule;
import org.bactrian.cloud.security.Permission;
import org.bactrian.cloud.vault.certificate.CertificateParts;
import org.bactrian.model.registry.RegistryJson;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The vault as callers, edge modules and servers meet it, with Key Vault behind it. */
class VaultRestTest {

  private static final String ROOT =
      """
      {"name": "Plant", "subjectName": "CN=Plant CA, O=Plant", "lifetime": "3650.00:00:00",
       "issuedLifetime": "365.00:00:00"}
      """;

  @TempDir private static Path folder;
  private static VaultTestServer vault;
  private static EdgeModule edge;
  private static String root;
  private static IssuedCertificateCheck check;

  @RegisterExtension
  static final TabledOperationsCheck TABLE =
      new TabledOperationsCheck(() -> vault.takeCarriedOut());

  @BeforeAll
  static void open() throws Exception {
    vault = new VaultTestServer(folder, Map.of());
    edge = vault.module("edge1");
    root = vault.root(ROOT);
    check = new IssuedCertificateCheck(vault, folder);
  }

  @AfterAll
  static void close() {
    vault.close();
  }

  @Test
  void anEdgeGetsItsCertificateAndTheListOfItsGroupAndIsRevoked() throws Exception {
    String entity = "edge1_module_bactrian";

    String request = vault.startSigning(entity, root, null);
    vault.approve(request);
    vault.ok(Permission.WRITE, "POST", "/requests/" + request + "/accept", "");

    await().until(() -> !calls(edge, "UpdateCertificate_V2").isEmpty());
    JsonNode delivered = calls(edge, "UpdateCertificate_V2").get(0);
    assertThat(delivered.path("certificates")).hasSize(2);
    assertThat(delivered.has("privateKey")).isFalse();
    X509Certificate certificate =
        CertificateParts.read(delivered.path("certificates").get(0).binaryValue());
    assertThat(certificate.getSubjectAlternativeNames())
        .anySatisfy(name -> assertThat(name.get(1)).isEqualTo("urn:edge1"));
    assertThat(certificate.getBasicConstraints()).isEqualTo(-1);
    assertThat(certificate.getKeyUsage()).startsWith(true, true, true, true, false, false, false);
    await()
        .until(
            () ->
                calls(edge, "UpdateTrustList_V2").stream()
                    .anyMatch(list -> list.path("trustedCertificates").size() == 1));
    JsonNode list = calls(edge, "UpdateTrustList_V2").get(0);
    assertThat(list.path("trustedCrls")).hasSize(1);
    await().untilAsserted(() -> assertThat(actions(request)).contains("CertificateDelivered"));

    String serial = CertificateParts.serial(certificate.getSerialNumber());
    assertThat(check.isAccepted(serial, certificate.getEncoded())).isTrue();
    vault.ok(
        Permission.ADMINISTER,
        "POST",
        "/certificates/" + serial + "/revoke",
        "{\"reason\":\"KeyCompromise\"}");
    assertThat(check.revocationList(root).getRevokedCertificate(certificate.getSerialNumber()))
        .isNotNull();
    assertThat(check.isAccepted(serial, certificate.getEncoded())).isFalse();
    await()
        .until(
            () ->
                calls(edge, "UpdateTrustList_V2").stream()
                        .map(sent -> sent.path("trustedCrls").get(0))
                        .distinct()
                        .count()
                    > 1);
  }

  @Test
  void aServerIsGivenItsCertificateByTheModuleThatServesIt() throws Exception {
    String server = vault.application("urn:server:edge2");
    EdgeModule serving = vault.module("edge2");
    vault.serve(server, "uat-edge2", "edge2");

    String request = vault.startSigning(server, root, null);
    vault.approve(request);
    vault.ok(Permission.WRITE, "POST", "/requests/" + request + "/accept", "");

    await().until(() -> !calls(serving, "UpdateServerCertificate_V2").isEmpty());
    JsonNode call = calls(serving, "UpdateServerCertificate_V2").get(0);
    assertThat(call.at("/endpoint/url").asText()).isEqualTo("opc.tcp://plc.plant.example:4840");
    assertThat(call.at("/request/certificates")).hasSize(2);
    await().until(() -> !calls(serving, "UpdateServerTrustList_V2").isEmpty());
  }

  @Test
  void theKeyOfAPairIsGivenToItsRequesterOnceAndToNobodyElse() throws Exception {
    String application = vault.application("urn:pair");
    String request =
        vault
            .ok(
                Permission.WRITE,
                "PUT",
                "/requests/keypair",
                """
                {"entityId": "%s", "groupId": "%s", "subjectName": "CN=Pair, O=Plant",
                 "domainNames": ["pair.plant.example", "10.0.0.7"]}
                """
                    .formatted(application, root))
            .path("requestId")
            .asText();
    vault.approve(request);

    HttpResponse<String> refused =
        vault
            .cloud()
            .sendAs(
                "mallory",
                Permission.ADMINISTER,
                "GET",
                VaultTestServer.BASE + "/requests/keypair/" + request,
                "");
    JsonNode first = vault.ok(Permission.WRITE, "GET", "/requests/keypair/" + request, "");
    JsonNode second = vault.ok(Permission.WRITE, "GET", "/requests/keypair/" + request, "");

    assertThat(refused.statusCode()).isEqualTo(401);
    assertThat(refused.body()).doesNotContain("\"d\"");
    assertThat(first.at("/privateKey/kty").asText()).isEqualTo("RSA");
    assertThat(first.at("/request/state").asText()).isEqualTo("Accepted");
    assertThat(second.has("privateKey")).isFalse();
    X509Certificate certificate =
        CertificateParts.read(first.at("/certificate/certificate").binaryValue());
    assertThat(new java.math.BigInteger(1, first.at("/privateKey/n").binaryValue()))
        .isEqualTo(
            ((java.security.interfaces.RSAPublicKey) certificate.getPublicKey()).getModulus());
    assertThat(certificate.getSubjectAlternativeNames()).hasSize(3);
  }

  @Test
  void anEntityTrustsWhatItsRelationsNameAndNothingElse() throws Exception {
    String one = vault.application("urn:trusting");
    String other = vault.application("urn:trusted");
    byte[] certificate = vault.certificate(other, root, SigningRequests.rsa("urn:trusted"));

    vault.ok(Permission.ADMINISTER, "PUT", "/trustlists/" + one + "/" + other, "");
    JsonNode trusted = vault.ok(Permission.READ, "GET", "/trustlists/" + one, "");
    vault.ok(Permission.ADMINISTER, "DELETE", "/trustlists/" + one + "/" + other, "");
    vault.ok(Permission.ADMINISTER, "DELETE", "/trustlists/" + one + "/" + other, "");

    assertThat(trusted.path("certificates")).hasSize(1);
    assertThat(trusted.at("/certificates/0/certificate").binaryValue()).isEqualTo(certificate);
    assertThat(vault.ok(Permission.READ, "GET", "/trustlists/" + one, "").path("certificates"))
        .isEmpty();
    assertThat(
            vault
                .send(Permission.ADMINISTER, "PUT", "/trustlists/" + one + "/nobody", "")
                .statusCode())
        .isEqualTo(404);
  }

  @Test
  void requestsAreListedPageByPageAndFoundByEntity() throws Exception {
    String application = vault.application("urn:paged");
    List<String> ids = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      ids.add(vault.startSigning(application, root, SigningRequests.rsa("urn:paged")));
    }
    String query = "{\"entityId\":\"" + application + "\",\"state\":\"New\"}";

    JsonNode first = vault.ok(Permission.READ, "POST", "/requests/query?pageSize=2", query);
    JsonNode second =
        vault.ok(
            Permission.READ,
            "GET",
            "/requests?nextPageLink=" + first.path("nextPageLink").asText(),
            "");

    List<String> found = new ArrayList<>();
    first.path("requests").forEach(one -> found.add(one.path("requestId").asText()));
    second.path("requests").forEach(one -> found.add(one.path("requestId").asText()));
    assertThat(found).containsExactlyInAnyOrderElementsOf(ids);
    assertThat(second.has("nextPageLink")).isFalse();
    vault.ok(Permission.SIGN, "POST", "/requests/" + ids.get(0) + "/reject", "");
    assertThat(vault.state(ids.get(0))).isEqualTo("Rejected");
    assertThat(
            vault
                .send(Permission.SIGN, "POST", "/requests/" + ids.get(0) + "/approve", "")
                .statusCode())
        .isEqualTo(403);
    assertThat(
            vault.send(Permission.ADMINISTER, "DELETE", "/requests/" + ids.get(0), "").statusCode())
        .isEqualTo(403);
    vault.ok(Permission.WRITE, "POST", "/requests/" + ids.get(0) + "/accept", "");
    vault.ok(Permission.ADMINISTER, "DELETE", "/requests/" + ids.get(0), "");
    assertThat(vault.send(Permission.READ, "GET", "/requests/" + ids.get(0), "").statusCode())
        .isEqualTo(404);
  }

  @Test
  void whatCannotBeMeantIsRefusedWithTheReason() throws Exception {
    String application = vault.application("urn:right");

    assertThat(refusal(application, root, SigningRequests.rsa("urn:wrong")))
        .contains("urn:wrong", "urn:right");
    assertThat(refusal(application, root, SigningRequests.rsa("urn:right", "urn:second")))
        .contains("urn:second");
    assertThat(refusal(application, root, new byte[] {1, 2, 3})).contains("PKCS #10");
    assertThat(refusal("edge1_module_bactrian", root, SigningRequests.rsa("urn:other")))
        .contains("urn:edge1");
    String strict =
        vault.root("{\"subjectName\":\"CN=Strict CA\",\"keySize\":3072,\"issuedKeySize\":3072}");
    assertThat(refusal(application, strict, SigningRequests.rsa("urn:right")))
        .contains("2048 bits", "3072");
  }

  private static String refusal(String entity, String group, byte[] csr) throws Exception {
    HttpResponse<String> answer =
        vault.send(
            Permission.WRITE,
            "PUT",
            "/requests/sign",
            "{\"entityId\":\"%s\",\"groupId\":\"%s\",\"certificateRequest\":\"%s\"}"
                .formatted(entity, group, SigningRequests.base64(csr)));
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
    return answer.body();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "PUT | /groups/root | {\"subjectName\":\"O=Plant\"} | 400",
        "PUT | /groups/root | {\"subjectName\":\"CN=X\",\"keySize\":1024} | 400",
        "PUT | /groups/root | {\"subjectName\":\"CN=X\",\"issuedKeySize\":4096} | 400",
        "PUT | /groups/root | {\"subjectName\":\"CN=X\",\"type\":\"HttpsCertificate\"} | 501",
        "PUT | /groups/root | {\"subjectName\":\"CN=X\",\"signatureAlgorithm\":\"Md5\"} | 400",
        "PUT | /groups/root | {\"subjectName\":\"CN=X\",\"lifetime\":\"1.00:00:00\","
            + "\"issuedLifetime\":\"2.00:00:00\"} | 400",
        "PUT | /groups | {\"parentId\":\"nobody\",\"subjectName\":\"CN=X\"} | 404",
        "POST | /groups/nobody | {} | 404",
        "POST | /groups/nobody/renew | '' | 404",
        "DELETE | /groups/nobody | '' | 404",
        "PUT | /requests/sign | {\"entityId\":\"nobody\",\"groupId\":\"x\"} | 404",
        "PUT | /requests/keypair | {\"entityId\":\"nobody\",\"groupId\":\"x\"} | 404",
        "PUT | /requests/sign | {\"groupId\":\"x\"} | 400",
        "GET | /requests/nobody | '' | 404",
        "POST | /requests/nobody/accept | '' | 404",
        "GET | /requests?nextPageLink=xyz | '' | 400",
        "GET | /certificates/xyz | '' | 404",
        "POST | /certificates/0123/revoke | {} | 404",
        "GET | /certificates/0123/crl | '' | 404"
      })
  void requestsThatCannotBeMeantAreAnsweredWithTheirStatus(
      String method, String path, String body, int status) throws Exception {
    assertThat(vault.send(Permission.ADMINISTER, method, path, body).statusCode())
        .isEqualTo(status);
  }

  @ParameterizedTest
  @CsvSource({
    "READ, PUT, /requests/sign",
    "READ, PUT, /requests/keypair",
    "READ, GET, /requests/sign/x",
    "READ, GET, /requests/keypair/x",
    "READ, POST, /requests/x/accept",
    "WRITE, POST, /requests/x/approve",
    "ADMINISTER, POST, /requests/x/approve",
    "ADMINISTER, POST, /requests/x/reject",
    "WRITE, DELETE, /requests/x",
    "SIGN, DELETE, /requests/x",
    "WRITE, PUT, /groups/root",
    "SIGN, PUT, /groups",
    "WRITE, POST, /groups/x",
    "SIGN, POST, /groups/x/renew",
    "WRITE, DELETE, /groups/x",
    "WRITE, PUT, /trustlists/x/y",
    "SIGN, DELETE, /trustlists/x/y",
    "WRITE, POST, /certificates/01/revoke",
    "WRITE, GET, /audit"
  })
  void whoLacksThePermissionIsRefused(Permission permission, String method, String path)
      throws Exception {
    String body = method.equals("GET") || method.equals("DELETE") ? "" : "{}";

    assertThat(vault.send(permission, method, path, body).statusCode()).isEqualTo(403);
  }

  @Test
  void whatIsDoneIsAuditedAndToldToSubscribers() throws Exception {
    try (ServiceBusReceiverClient receiver =
        new ServiceBusClientBuilder()
            .connectionString(vault.cloud().cloud.azure().serviceBus().connectionString())
            .receiver()
            .topicName("vault-events")
            .subscriptionName("test")
            .receiveMode(ServiceBusReceiveMode.RECEIVE_AND_DELETE)
            .buildClient()) {
      receiver.peekMessage();

      String group = vault.root("{\"name\":\"Audited\",\"subjectName\":\"CN=Audited\"}");

      List<JsonNode> told = new ArrayList<>();
      await()
          .until(
              () -> {
                receiver
                    .receiveMessages(10, Duration.ofMillis(500))
                    .forEach(
                        message ->
                            told.add(
                                RegistryJson.read(message.getBody().toBytes(), JsonNode.class)));
                return told.stream()
                    .anyMatch(event -> event.path("groupId").asText().equals(group));
              });
      JsonNode event =
          told.stream()
              .filter(one -> one.path("groupId").asText().equals(group))
              .findFirst()
              .orElseThrow();
      assertThat(event.path("action").asText()).isEqualTo("GroupCreated");
      assertThat(event.path("authorityId").asText()).isEqualTo("ann");
      assertThat(event.path("address").asText()).isEqualTo("127.0.0.1");
    }
  }

  private static List<String> actions(String request) throws Exception {
    List<String> actions = new ArrayList<>();
    String link = "";
    do {
      JsonNode page =
          vault.ok(
              Permission.ADMINISTER,
              "GET",
              "/audit?pageSize=1000" + (link.isEmpty() ? "" : "&nextPageLink=" + link),
              "");
      StreamSupport.stream(page.path("entries").spliterator(), false)
          .filter(entry -> entry.path("requestId").asText().equals(request))
          .forEach(entry -> actions.add(entry.path("action").asText()));
      link = page.path("nextPageLink").asText();
    } while (!link.isEmpty());
    return actions;
  }
}
