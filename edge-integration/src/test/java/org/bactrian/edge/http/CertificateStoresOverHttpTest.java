package org.bactrian.edge.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;
import org.bactrian.model.method.MethodResult;
import org.bactrian.patience.Exercises;
import org.bactrian.patience.TestAuthority;
import org.bactrian.simulator.Simulator;
import org.bactrian.simulator.settings.SimulatorSettings;
import org.bactrian.web.contract.Contract;
import org.bactrian.web.contract.Operation;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Certificate stores of an edge, changed over its HTTP API and as direct methods. */
@Exercises(
    operations = {
      "ListCertificates",
      "AddCertificate",
      "ListCertificateRevocationLists",
      "AddCertificateRevocationList",
      "RemoveCertificateRevocationList",
      "AddCertificateChain",
      "ApproveRejectedCertificate",
      "AddTrustedHttpsCertificate",
      "RemoveCertificate",
      "RemoveAll"
    })
class CertificateStoresOverHttpTest {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final TestAuthority HALL = TestAuthority.root("Hall 3");

  @TempDir private static Path folder;
  private static Simulator plant;
  private static Edge edge;

  @BeforeAll
  static void start() throws Exception {
    plant = Simulator.start(SimulatorSettings.in(folder.resolve("plant")).withPort(0));
    edge = Edge.start(folder, Map.of(), Edge.packedRoutes("twin", "certificate"), "--ct=60");
  }

  @AfterAll
  static void stop() throws Exception {
    edge.close();
    plant.close();
  }

  @BeforeEach
  void empty() throws Exception {
    for (String store :
        new String[] {"Trusted", "Rejected", "Issuer", "Https", "HttpsIssuer", "User"}) {
      assertThat(send("DELETE", store, "").statusCode()).isEqualTo(200);
    }
  }

  @Test
  void aServerThatWasRefusedIsTrustedByApproval() throws Exception {
    assertThat(read().body()).contains("is not trusted");
    String thumbprint = list("Rejected/certs").at("/0/thumbprint").asText();

    HttpResponse<String> approved = send("POST", "rejected/certs/" + thumbprint + "/approve", "");

    assertThat(approved.statusCode()).as(approved.body()).isEqualTo(200);
    assertThat(list("rejected/certs")).isEmpty();
    assertThat(list("Trusted/certs").findValuesAsText("thumbprint")).containsExactly(thumbprint);
    assertThat(read().body()).contains("\"value\"");
    assertThat(send("POST", "rejected/certs/" + thumbprint + "/approve", "").statusCode())
        .isEqualTo(404);

    assertThat(send("DELETE", "Trusted/certs/" + thumbprint, "").statusCode()).isEqualTo(200);
    assertThat(send("DELETE", "Trusted/certs/" + thumbprint, "").statusCode()).isEqualTo(404);
  }

  @Test
  void aChainIsTrustedByItsLeafInWhateverOrderItIsSent() throws Exception {
    X509Certificate leaf = HALL.issue("Pump", "urn:pump").certificate();
    for (byte[] chain :
        new byte[][] {
          joined(leaf.getEncoded(), HALL.certificate().getEncoded()),
          joined(HALL.certificate().getEncoded(), leaf.getEncoded())
        }) {
      assertThat(send("POST", "trusted/certs", base64(chain)).statusCode()).isEqualTo(200);
      assertThat(send("POST", "https/certs", base64(chain)).statusCode()).isEqualTo(200);
    }

    assertThat(list("Trusted/certs").findValuesAsText("subject")).containsExactly("CN=Pump");
    assertThat(list("Issuer/certs").findValuesAsText("subject")).containsExactly("CN=Hall 3");
    assertThat(list("Https/certs")).hasSize(1);
    assertThat(list("HttpsIssuer/certs")).hasSize(1);
    assertThat(list("Issuer/certs").at("/0/selfSigned").asBoolean()).isTrue();
    assertThat(list("Trusted/certs").at("/0").has("selfSigned")).isFalse();
  }

  @Test
  void revocationListsComeAndGoWithTheirAuthority() throws Exception {
    String list = base64(HALL.crl().getEncoded());
    send("POST", "trusted/certs", base64(HALL.certificate().getEncoded()));
    assertThat(send("PATCH", "Trusted/crls", list).statusCode()).isEqualTo(200);
    assertThat(send("PATCH", "Trusted/crls", list).statusCode()).isEqualTo(200);
    assertThat(list("Trusted/crls").toString()).isEqualTo("[" + list + "]");

    assertThat(send("DELETE", "Trusted/crls", list).statusCode()).isEqualTo(200);
    assertThat(send("DELETE", "Trusted/crls", list).statusCode()).isEqualTo(200);
    assertThat(list("Trusted/crls")).isEmpty();

    send("PATCH", "Trusted/crls", list);
    String thumbprint = list("Trusted/certs").at("/0/thumbprint").asText();
    assertThat(send("DELETE", "Trusted/certs/" + thumbprint, "").statusCode()).isEqualTo(200);
    assertThat(list("Trusted/crls")).isEmpty();
  }

  @Test
  void theEdgeShowsTheCertificateThatItIsGiven() throws Exception {
    String uri =
        JSON.readTree(edge.post("/v2/certificates/own/request", "{}").body())
            .path("applicationUri")
            .asText();
    TestAuthority.Issued issued = HALL.issue("Edge 7", uri);

    HttpResponse<String> replaced =
        send("PATCH", "Application/certs?password=secret", pfx(issued, "secret"));

    assertThat(replaced.statusCode()).as(replaced.body()).isEqualTo(200);
    assertThat(list("Application/certs").findValuesAsText("subject")).contains("CN=Edge 7");
    assertThat(list("Application/certs").at("/0/hasPrivateKey").asBoolean()).isFalse();
    assertThat(
            send(
                    "PATCH",
                    "Application/certs?password=secret",
                    pfx(HALL.issue("X", "urn:x"), "secret"))
                .statusCode())
        .isEqualTo(400);
  }

  @Test
  void aUserSignsInWithACertificateOfTheStore() throws Exception {
    send(
        "PATCH", "User/certs?password=of-the-key", pfx(HALL.issue("Ann", "urn:ann"), "of-the-key"));
    assertThat(read().body()).contains("is not trusted");
    String server = list("Rejected/certs").at("/0/thumbprint").asText();
    send("POST", "rejected/certs/" + server + "/approve", "");
    String thumbprint = list("User/certs").at("/0/thumbprint").asText();

    assertThat(readAs("{\"user\": \"CN=Ann\", \"password\": \"of-the-key\"}").body())
        .contains("\"value\"");
    assertThat(
            readAs("{\"thumbprint\": \"%s\", \"password\": \"of-the-key\"}".formatted(thumbprint))
                .body())
        .contains("\"value\"");
    assertThat(readAs("{\"user\": \"CN=Ann\", \"password\": \"wrong\"}").body())
        .contains("Give the password");
    assertThat(readAs("{\"user\": \"CN=Bob\"}").body()).contains("no certificate of a user CN=Bob");
    assertThat(readAs("{}").statusCode()).isEqualTo(400);
  }

  private static HttpResponse<String> readAs(String user) throws Exception {
    return edge.post(
        "/v2/read",
        """
        {"connection": {"endpoint": {"url": "%s", "securityMode": "SignAndEncrypt"},
         "user": {"type": "X509Certificate", "value": %s}},
         "request": {"nodeId": "i=2258"}}
        """
            .formatted(plant.endpointUrl(), user));
  }

  @Test
  void whatIsOfNoUseIsRefusedWithAReason() throws Exception {
    assertRefused("PATCH", "Trusted/certs", "\"AAAA\"", "PKCS #12");
    assertRefused(
        "PATCH", "User/certs?password=other", pfx(HALL.issue("Ann", "urn:ann"), "x"), "password");
    assertRefused("POST", "trusted/certs", "\"AAAA\"", "certificates");
    assertRefused("POST", "trusted/certs", "\"%%%\"", "Base64");
    assertRefused("PATCH", "Trusted/crls", "\"AAAA\"", "crl");
    assertRefused("DELETE", "Nowhere", "", "Nowhere");
    assertRefused("POST", "rejected/certs/" + "A".repeat(65) + "/approve", "", "64 characters");
  }

  @Test
  void theSameAreDirectMethods() throws Exception {
    String certificate = base64(HALL.certificate().getEncoded());

    assertThat(edge.call("AddCertificateChain_V1", certificate).status()).isEqualTo(200);
    MethodResult listed = edge.call("listcertificates_v2", "\"Trusted\"");
    MethodResult named = edge.call("ListCertificates", "{\"store\": \"trusted\"}");
    MethodResult removed = edge.call("RemoveAll", "\"Trusted\"");

    assertThat(JSON.readTree(listed.body())).hasSize(1);
    assertThat(named.body()).isEqualTo(listed.body());
    assertThat(removed.status()).isEqualTo(200);
    assertThat(removed.body()).isEmpty();
    assertThat(
            edge.call(
                    "AddCertificate",
                    "{\"store\": \"User\", \"pfxBlob\": %s, \"password\": \"p\"}"
                        .formatted(pfx(HALL.issue("Ann", "urn:ann"), "p")))
                .status())
        .isEqualTo(200);
    assertThat(JSON.readTree(edge.call("ListCertificates", "\"User\"").body())).hasSize(1);
  }

  @Test
  void examplesOfCertificatesAreOnes() throws Exception {
    try (InputStream document =
        CertificateStoresOverHttpTest.class.getResourceAsStream("/openapi/edge/module.yaml")) {
      Contract contract = Contract.read("module", document);
      for (Operation operation : contract.operations()) {
        String example =
            contract
                .document()
                .path("paths")
                .path(operation.path().substring(contract.basePath().length()))
                .path(operation.method().toLowerCase(Locale.ROOT))
                .at("/requestBody/content/application~1json/example")
                .toString();
        if (operation.path().startsWith("/v2/pki/") && !example.isEmpty()) {
          String path = operation.path().substring("/v2/pki/".length()).replace("{store}", "User");
          HttpResponse<String> answer =
              send(
                  operation.method(),
                  path + (path.endsWith("User/certs") ? "?password=secret" : ""),
                  example);
          assertThat(answer.statusCode()).as(operation.id() + answer.body()).isEqualTo(200);
        }
      }
    }
  }

  private static void assertRefused(String method, String path, String body, String reason)
      throws Exception {
    HttpResponse<String> answer = send(method, path, body);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
    assertThat(answer.body()).contains(reason);
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

  private static JsonNode list(String path) throws Exception {
    HttpResponse<String> answer = send("GET", path, "");
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return JSON.readTree(answer.body());
  }

  private static HttpResponse<String> send(String method, String path, String body)
      throws Exception {
    return edge.send(method, "/v2/pki/" + path, body);
  }

  private static String pfx(TestAuthority.Issued issued, String password) throws Exception {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    PrivateKey key = issued.key();
    store.setKeyEntry(
        "1",
        key,
        password.toCharArray(),
        new Certificate[] {issued.certificate(), HALL.certificate()});
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    store.store(bytes, password.toCharArray());
    return base64(bytes.toByteArray());
  }

  private static byte[] joined(byte[] one, byte[] two) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.writeBytes(one);
    bytes.writeBytes(two);
    return bytes.toByteArray();
  }

  private static String base64(byte[] bytes) {
    return '"' + Base64.getEncoder().encodeToString(bytes) + '"';
  }
}
