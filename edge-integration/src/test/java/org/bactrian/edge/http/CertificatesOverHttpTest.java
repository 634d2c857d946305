package org.bactrian.edge.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayInputStream;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.Map;
import org.bactrian.model.method.MethodResult;
import org.bactrian.patience.TestAuthority;
import org.bactrian.simulator.Simulator;
import org.bactrian.simulator.settings.ClientTrust;
import org.bactrian.simulator.settings.SimulatorSettings;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Certificate and trust list of an edge, set over its HTTP API and as direct methods. */
class CertificatesOverHttpTest {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final TestAuthority GROUP = TestAuthority.root("Line 1");

  @TempDir private static Path folder;
  private static Simulator plant;
  private static Edge edge;

  @BeforeAll
  static void start() throws Exception {
    plant =
        Simulator.start(
            SimulatorSettings.in(folder.resolve("plant"))
                .withPort(0)
                .withClientTrust(ClientTrust.TRUST_LIST));
    edge = Edge.start(folder, Map.of(), Edge.packedRoutes("twin", "certificate"), "--ct=60");
  }

  @AfterAll
  static void stop() throws Exception {
    edge.close();
    plant.close();
  }

  @Test
  void anEdgeReadsFromTheServersOfItsGroupWhileItIsAMember() throws Exception {
    assertThat(read().body()).contains("is not trusted");
    trust(plantCertificate());
    awaitReadSaying("the server refused this client");
    assertThat(plant.rejectedClients()).hasSize(1);

    JsonNode request = asked("own/request", "{\"regeneratePrivateKey\": true}");
    X509Certificate member =
        GROUP.answer(Base64.getDecoder().decode(request.path("certificateRequest").asText()));
    Path pki = folder.resolve("plant/pki");
    Files.write(pki.resolve("issuer/crl/group.crl"), GROUP.crl().getEncoded());
    Files.write(pki.resolve("trusted/certs/group.der"), GROUP.certificate().getEncoded());
    JsonNode updated = asked("own", chain(member).toString());
    assertThat(updated.path("thumbprint").asText()).matches("[0-9A-F]{40}");
    assertThat(updated.path("notAfter").asText()).startsWith("20").endsWith("Z");
    awaitReadSaying("\"value\"");

    Files.write(pki.resolve("issuer/crl/group.crl"), GROUP.crl(member).getEncoded());
    await().until(() -> plant.sessions() == 0);
    awaitReadSaying("the server refused this client");
    assertThat(plant.rejectedClients()).contains(member);

    Files.write(pki.resolve("issuer/crl/group.crl"), GROUP.crl().getEncoded());
    awaitReadSaying("\"value\"");
    asked("trustlist", "{}");
    await().until(() -> plant.sessions() == 0);
    awaitReadSaying("is not trusted");
  }

  @Test
  void whatIsOfNoUseIsRefusedWithAReason() throws Exception {
    String uri = asked("own/request", "{}").path("applicationUri").asText();
    TestAuthority.Issued other = GROUP.issue("Edge", uri);
    ObjectNode withWrongKey = chain(other.certificate());
    withWrongKey.put(
        "privateKey",
        Base64.getEncoder().encodeToString(TestAuthority.newKeys(2048).getPrivate().getEncoded()));

    assertRefused("own/request", "{\"subjectName\": \"Edge 1\"}", "distinguished name");
    assertRefused("own", "{}", "certificates");
    assertRefused("own", "{\"certificates\": [\"AAAA\"]}", "certificates[0] is damaged");
    assertRefused("own", chain(other.certificate()).toString(), "belongs to no key of this edge");
    assertRefused("own", withWrongKey.toString(), "does not belong to the key");
    assertRefused(
        "own",
        chain(GROUP.issue("Edge", "urn:somebody:else").certificate()).toString(),
        "is for urn:somebody:else");
    assertRefused("trustlist", "{\"trustedCertificates\": \"AAAA\"}", "trustedCertificates");
    assertRefused(
        "trustlist",
        lists("trustedCrls", GROUP.crl().getEncoded()).toString(),
        "trustedCrls[0] was not signed by CN=Line 1");
  }

  @Test
  void theSameIsADirectMethodOfTheSecondVersion() {
    MethodResult made = edge.call("CreateSigningRequest_V2", "{}");
    MethodResult bad = edge.call("UpdateTrustList_V2", "{\"issuerCrls\":[\"AAAA\"]}");

    assertThat(made.status()).isEqualTo(200);
    assertThat(new String(made.body(), UTF_8)).contains("certificateRequest", "applicationUri");
    assertThat(bad.status()).isEqualTo(400);
    assertThat(new String(bad.body(), UTF_8)).contains("issuerCrls[0] is damaged");
  }

  private static void awaitReadSaying(String text) {
    await().untilAsserted(() -> assertThat(read().body()).contains(text));
  }

  private static HttpResponse<String> read() throws Exception {
    return edge.post(
        "/v2/read",
        """
        {"connection": {"endpoint": {"url": "%s", "securityMode": "SignAndEncrypt"}},
         "request": {"nodeId": "i=2258"}}
        """
            .formatted(plant.endpointUrl()));
  }

  private static X509Certificate plantCertificate() throws Exception {
    HttpResponse<String> answer =
        edge.post(
            "/v2/certificate",
            "{\"url\": \"%s\", \"securityMode\": \"SignAndEncrypt\"}"
                .formatted(plant.endpointUrl()));
    byte[] der = JSON.readTree(answer.body()).at("/chain/0/certificate").binaryValue();
    return (X509Certificate)
        CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(der));
  }

  private static void trust(X509Certificate server) throws Exception {
    assertThat(
            asked("trustlist", lists("trustedCertificates", server.getEncoded()).toString())
                .path("changed")
                .asBoolean())
        .isTrue();
  }

  private static ObjectNode chain(X509Certificate certificate) throws Exception {
    return lists("certificates", certificate.getEncoded(), GROUP.certificate().getEncoded());
  }

  private static ObjectNode lists(String name, byte[]... entries) {
    ObjectNode body = JSON.createObjectNode();
    ArrayNode list = body.putArray(name);
    for (byte[] entry : entries) {
      list.add(entry);
    }
    return body;
  }

  private static JsonNode asked(String path, String body) throws Exception {
    HttpResponse<String> answer = edge.post("/v2/certificates/" + path, body);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return JSON.readTree(answer.body());
  }

  private static void assertRefused(String path, String body, String reason) throws Exception {
    HttpResponse<String> answer = edge.post("/v2/certificates/" + path, body);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
    assertThat(JSON.readTree(answer.body()).toString()).contains(reason);
  }
}
