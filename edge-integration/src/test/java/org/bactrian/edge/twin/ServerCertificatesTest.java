package org.bactrian.edge.twin;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.bactrian.model.fault.FaultKind;
import org.bactrian.model.method.MethodResult;
import org.bactrian.patience.TestAuthority;
import org.bactrian.simulator.Simulator;
import org.bactrian.simulator.settings.ClientTrust;
import org.bactrian.simulator.settings.SimulatorSettings;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequest;
import org.eclipse.milo.opcua.stack.core.util.CertificateUtil;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/**
 * Certificates and trust lists of a server that trusts the edge, and no one else, managed by
 * methods of an edge that trusts the server. The tests that give the server another certificate
 * come last, since it closes all connections a moment after that.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ServerCertificatesTest {

  private static final int LAST = Integer.MAX_VALUE;
  private static final String OPERATOR =
      "{\"type\":\"UserName\",\"value\":{\"user\":\"operator\",\"password\":\"operator\"}}";
  private static final String NOBODY = "{\"type\":\"None\"}";

  @TempDir static Path folder;
  private static TestAuthority authority;
  private static TestAuthority.Issued revoked;
  private static Simulator plant;
  private static TwinEdge edge;
  private static X509Certificate ofEdge;

  @BeforeAll
  static void start() throws Exception {
    authority = TestAuthority.root("Plant authority");
    revoked = authority.issue("Server", SimulatorSettings.DEFAULT_APPLICATION_URI);
    plant =
        Simulator.start(
            SimulatorSettings.in(folder.resolve("plant"))
                .withPort(0)
                .withClientTrust(ClientTrust.TRUST_LIST));
    Path trusted = Files.createDirectories(folder.resolve("edge/pki/trusted/certs"));
    Files.write(trusted.resolve("plant.der"), plant.certificate().getEncoded());
    Path crls = Files.createDirectories(folder.resolve("edge/pki/issuers/crl"));
    Files.write(crls.resolve("authority.crl"), authority.crl(revoked.certificate()).getEncoded());
    edge = TwinEdge.checkingServers(folder.resolve("edge"), plant.endpointUrl());
    byte[] own = Files.readAllBytes(folder.resolve("edge/pki/own/certs/application.der"));
    ofEdge = CertificateUtil.decodeCertificate(own);
    Files.write(folder.resolve("plant/pki/trusted/certs/edge.der"), own);
    await().until(() -> call("GetServerRejectedList", OPERATOR, request()).status() == 200);
  }

  @AfterAll
  static void stop() throws Exception {
    edge.close();
    plant.close();
  }

  @Test
  void aServerAsksForACertificateWithTheSubjectThatIsWanted() throws Exception {
    JsonNode answer =
        ask("CreateServerSigningRequest", request().put("subjectName", "CN=Press 4,O=Plant"));

    JcaPKCS10CertificationRequest request =
        new JcaPKCS10CertificationRequest(answer.path("certificateRequest").binaryValue());
    assertThat(request.getSubject().toString()).contains("CN=Press 4").contains("O=Plant");
    assertThat(CertificateUtil.getSanUri(authority.answer(request.getEncoded())))
        .contains(SimulatorSettings.DEFAULT_APPLICATION_URI);
  }

  @Order(LAST)
  @Test
  void aSignedCertificateIsUsedByTheServerAndTrustedByTheSessionsOfTheEdge() throws Exception {
    await().until(() -> read() == 200);
    X509Certificate former = plant.certificate();
    JsonNode asked = ask("CreateServerSigningRequest", request().put("regeneratePrivateKey", true));
    X509Certificate signed = authority.answer(asked.path("certificateRequest").binaryValue());

    JsonNode answer = ask("UpdateServerCertificate", certificates(signed, authority.certificate()));

    assertThat(answer.path("applied").asBoolean()).isTrue();
    assertThat(answer.path("thumbprint").asText()).matches("[0-9A-F]{40}");
    assertThat(plant.certificate()).isEqualTo(signed).isNotEqualTo(former);
    await().until(() -> read() == 200);
  }

  @Order(LAST)
  @Test
  void aServerTakesACertificateWithAKeyThatWasMadeElsewhere() throws Exception {
    TestAuthority.Issued issued =
        authority.issue("Server", SimulatorSettings.DEFAULT_APPLICATION_URI);

    JsonNode answer =
        ask(
            "UpdateServerCertificate",
            certificates(issued.certificate(), authority.certificate())
                .put("privateKey", issued.key().getEncoded()));

    assertThat(answer.path("applied").asBoolean()).isTrue();
    assertThat(plant.certificate()).isEqualTo(issued.certificate());
  }

  @Test
  void aCertificateForAnotherApplicationOrKeyReachesNoServer() throws Exception {
    X509Certificate before = plant.certificate();
    TestAuthority.Issued other = authority.issue("Server", "urn:other");
    TestAuthority.Issued own = authority.issue("Server", SimulatorSettings.DEFAULT_APPLICATION_URI);

    assertThat(refusal("UpdateServerCertificate", certificates(other.certificate()), 400))
        .contains("is for the application urn:other and the server is urn:bactrian:simulator");
    assertThat(
            refusal(
                "UpdateServerCertificate",
                certificates(own.certificate()).put("privateKey", other.key().getEncoded()),
                400))
        .contains("privateKey does not belong to the first of the certificates");
    assertThat(refusal("UpdateServerCertificate", certificates(other.certificate(), before), 400))
        .contains("/certificates/0 is not signed by the one after it");
    assertThat(plant.certificate()).isEqualTo(before);
  }

  @Test
  void aCertificateThatTheEdgeWouldRefuseReachesNoServer() throws Exception {
    X509Certificate before = plant.certificate();

    assertThat(
            refusal(
                "UpdateServerCertificate",
                certificates(revoked.certificate(), authority.certificate())
                    .put("privateKey", revoked.key().getEncoded()),
                400))
        .contains("The server was given nothing")
        .contains("revoked");

    assertThat(plant.certificate()).isEqualTo(before);
  }

  /** It is signed well, and the server has no such key. */
  @Test
  void aCertificateThatTheServerRefusesLeavesItWithItsFormerOneAndIsNotTrusted() throws Exception {
    X509Certificate before = plant.certificate();
    TestAuthority.Issued issued =
        authority.issue("Server", SimulatorSettings.DEFAULT_APPLICATION_URI);

    assertThat(
            refusal(
                "UpdateServerCertificate",
                certificates(issued.certificate(), authority.certificate()),
                400))
        .contains("UpdateCertificate answered BadSecurityChecksFailed")
        .contains("The server keeps its former certificate");

    assertThat(plant.certificate()).isEqualTo(before);
    try (var files = Files.list(folder.resolve("edge/pki/trusted/certs"))) {
      assertThat(files.map(file -> CertificateFiles.read(file)))
          .doesNotContain(issued.certificate());
    }
  }

  /** The form of version 2.8, in which the cloud calls. */
  @Test
  void whereARequestNamesNobodyTheConfiguredAdministratorManagesCertificates() throws Exception {
    try (TwinEdge configured =
        TwinEdge.with(
            folder.resolve("configured"),
            plant.endpointUrl(),
            Map.of(
                "bactrian.servers.administrator", "operator",
                "bactrian.servers.administrator-password", "operator"))) {
      Files.write(
          folder.resolve("plant/pki/trusted/certs/configured.der"),
          Files.readAllBytes(folder.resolve("configured/pki/own/certs/application.der")));
      String request =
          "{\"endpoint\":{\"url\":\"%s\",\"securityMode\":\"Sign\"},\"request\":{}}"
              .formatted(plant.endpointUrl());

      await()
          .untilAsserted(
              () ->
                  assertThat(configured.inParts("GetServerRejectedList_V2", request).status())
                      .isEqualTo(200));
    }
  }

  @Test
  void onlyAdministratorsManageCertificates() throws Exception {
    MethodResult answer = call("CreateServerSigningRequest", NOBODY, request());

    assertThat(answer.status()).isEqualTo(401);
    assertThat(new String(answer.body(), UTF_8))
        .contains("BadUserAccessDenied")
        .contains("Name a user in the connection who may administer the server's security");
  }

  @Test
  void theTrustListOfAServerBecomesWhatIsAskedForAndIsEnforced() throws Exception {
    TestAuthority other = TestAuthority.root("Other authority");
    ObjectNode lists = request();
    lists.putArray("trustedCertificates").add(ofEdge.getEncoded()).add(encoded(other));
    lists.putArray("trustedCrls").add(other.crl().getEncoded());

    assertThat(ask("UpdateServerTrustList", lists).path("changed").asBoolean()).isTrue();
    assertThat(ask("UpdateServerTrustList", lists).path("changed").asBoolean()).isFalse();

    Path trusted = folder.resolve("plant/pki/trusted");
    try (var certificates = Files.list(trusted.resolve("certs"));
        var crls = Files.list(trusted.resolve("crl"))) {
      assertThat(certificates.map(CertificateFiles::read))
          .containsExactlyInAnyOrder(ofEdge, other.certificate());
      assertThat(crls).hasSize(1);
    }
  }

  @Test
  void theTrustListOfUsersIsAGroupOfItsOwn() throws Exception {
    ObjectNode lists = request().put("certificateGroupId", "i=14122");
    lists.putArray("trustedCertificates").add(encoded(authority));

    assertThat(ask("UpdateServerTrustList", lists).path("changed").asBoolean()).isTrue();

    try (var certificates = Files.list(folder.resolve("plant/users/trusted/certs"))) {
      assertThat(certificates.map(CertificateFiles::read)).containsExactly(authority.certificate());
    }
  }

  @Test
  void aListThatIsNoneIsRefusedByItsPlace() throws Exception {
    ObjectNode lists = request();
    lists.putArray("trustedCertificates").add(encoded(authority)).add("AAAA");

    assertThat(refusal("UpdateServerTrustList", lists, 400))
        .contains("trustedCertificates[1] is damaged");
  }

  @Test
  void aTrustListThatDoesNotNameTheEdgeLeavesItIn() throws Exception {
    ObjectNode lists = request();
    lists.putArray("trustedCertificates").add(encoded(authority));
    lists.putArray("trustedCrls").add(authority.crl().getEncoded());

    assertThat(ask("UpdateServerTrustList", lists).path("changed").asBoolean()).isTrue();

    try (var certificates = Files.list(folder.resolve("plant/pki/trusted/certs"))) {
      assertThat(certificates.map(CertificateFiles::read))
          .containsExactlyInAnyOrder(ofEdge, authority.certificate());
    }
    assertThat(call("GetServerRejectedList", OPERATOR, request()).status()).isEqualTo(200);
  }

  private static byte[] encoded(TestAuthority one) throws Exception {
    return one.certificate().getEncoded();
  }

  private static int read() throws IOException {
    return edge.inParts(
            "ValueRead_V2",
            """
            {"connection": {"endpoint": {"url": "%s", "securityMode": "SignAndEncrypt"}},
             "request": {"nodeId": "i=2258"}}
            """
                .formatted(plant.endpointUrl()))
        .status();
  }

  private static ObjectNode request() {
    return TwinEdge.JSON.createObjectNode();
  }

  private static ObjectNode certificates(X509Certificate... chain) throws Exception {
    ObjectNode request = request();
    for (X509Certificate one : List.of(chain)) {
      request.withArray("certificates").add(Base64.getEncoder().encodeToString(one.getEncoded()));
    }
    return request;
  }

  private static JsonNode ask(String method, ObjectNode request) throws IOException {
    return TwinEdge.json(call(method, OPERATOR, request).bodyOrThrow());
  }

  private static String refusal(String method, ObjectNode request, int status) throws IOException {
    MethodResult result = call(method, OPERATOR, request);
    String body = new String(result.body(), UTF_8);
    assertThat(result.status()).as(body).isEqualTo(status);
    return body;
  }

  /** Asks again while the server closes its connections for its new certificate. */
  private static MethodResult call(String method, String user, ObjectNode request)
      throws IOException {
    ObjectNode whole = TwinEdge.JSON.createObjectNode();
    whole.set(
        "connection",
        TwinEdge.JSON.readTree(
            "{\"endpoint\":{\"url\":\"%s\"},\"user\":%s}".formatted(plant.endpointUrl(), user)));
    whole.set("request", request);
    return await()
        .until(
            () -> edge.inParts(method + "_V2", whole.toString()),
            result -> result.status() != FaultKind.COMMUNICATION.status());
  }
}
