package org.bactrian.cloud.vault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.bactrian.cloud.security.Permission;
import org.bactrian.cloud.vault.certificate.CertificateParts;
import org.bactrian.cloud.vault.key.KeySize;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Trust groups as authorities: their chains, renewals and revocation lists. */
class GroupAuthoritiesTest {

  @TempDir private static Path folder;
  private static VaultTestServer vault;
  private static IssuedCertificateCheck check;

  @RegisterExtension
  static final TabledOperationsCheck TABLE =
      new TabledOperationsCheck(() -> vault.takeCarriedOut());

  @BeforeAll
  static void open() throws Exception {
    vault = new VaultTestServer(folder, Map.of());
    check = new IssuedCertificateCheck(vault, folder);
  }

  @AfterAll
  static void close() {
    vault.close();
  }

  @Test
  void aSubGroupOnACurveIssuesCertificatesThatChainToItsRoot() throws Exception {
    String top =
        vault.root(
            """
            {"subjectName": "CN=Curve CA", "keySize": 384, "issuedKeySize": 384}
            """);
    String line = vault.child(top, "Line");
    String application = vault.application("urn:curve");
    KeyPair keys = new KeySize(true, 256).newKeyPair();

    byte[] der =
        vault.certificate(
            application, line, SigningRequests.of(keys, "SHA256withECDSA", "urn:curve"));

    X509Certificate certificate = CertificateParts.read(der);
    String serial = CertificateParts.serial(certificate.getSerialNumber());
    JsonNode chain = vault.ok(Permission.READ, "GET", "/certificates/" + serial, "");
    assertThat(chain.path("chain")).hasSize(3);
    assertThat(certificate.getKeyUsage()).startsWith(true, false, false, false);
    assertThat(check.isAccepted(serial, der)).isTrue();
    Signature signature = Signature.getInstance(certificate.getSigAlgName());
    assertThat(signature.getAlgorithm()).isEqualTo("SHA384withECDSA");
    assertThat(vault.send(Permission.ADMINISTER, "DELETE", "/groups/" + top, "").statusCode())
        .isEqualTo(403);
    vault.ok(Permission.ADMINISTER, "DELETE", "/groups/" + line, "");
    assertThat(vault.send(Permission.READ, "GET", "/groups/" + line, "").statusCode())
        .isEqualTo(404);
    await().until(() -> check.revocationList(top).getRevokedCertificates() != null);
  }

  @Test
  void aGroupIsListedShownAndChanged() throws Exception {
    String group = vault.root("{\"name\":\"First\",\"subjectName\":\"CN=Changed CA\"}");

    vault.ok(
        Permission.ADMINISTER,
        "POST",
        "/groups/" + group,
        "{\"name\":\"Second\",\"issuedLifetime\":\"90.00:00:00\"}");

    JsonNode shown = vault.ok(Permission.READ, "GET", "/groups/" + group, "").path("group");
    assertThat(shown.path("name").asText()).isEqualTo("Second");
    assertThat(shown.path("issuedLifetime").asText()).isEqualTo("90.00:00:00");
    assertThat(shown.path("subjectName").asText()).isEqualTo("CN=Changed CA");
    List<String> listed = new ArrayList<>();
    vault
        .ok(Permission.READ, "GET", "/groups?pageSize=1000", "")
        .path("registrations")
        .forEach(one -> listed.add(one.path("id").asText()));
    assertThat(listed).contains(group);
  }

  @Test
  void aRenewedGroupVouchesForWhatItIssuedBefore() throws Exception {
    String group = vault.root("{\"subjectName\":\"CN=Renewed CA\"}");
    String application = vault.application("urn:renewed");
    byte[] before = vault.certificate(application, group, SigningRequests.rsa("urn:renewed"));
    String serial = CertificateParts.serial(CertificateParts.read(before).getSerialNumber());
    String issuer = check.issuerSerial(serial);

    vault.ok(Permission.ADMINISTER, "POST", "/groups/" + group + "/renew", "");

    assertThat(check.issuerSerial(serial)).isNotEqualTo(issuer);
    assertThat(check.isAccepted(serial, before)).isTrue();
    assertThat(vault.open("/crl/" + issuer).statusCode()).isEqualTo(200);
    assertThat(vault.open("/issuer/" + issuer).statusCode()).isEqualTo(200);
  }

  @Test
  void whatCertificatesPointToNeedsNoToken() throws Exception {
    String group = vault.root("{\"subjectName\":\"CN=Open CA\"}");
    String application = vault.application("urn:open");
    byte[] der = vault.certificate(application, group, SigningRequests.rsa("urn:open"));
    String issuer =
        check.issuerSerial(CertificateParts.serial(CertificateParts.read(der).getSerialNumber()));

    HttpResponse<byte[]> crl = vault.open("/crl/" + issuer.toUpperCase(Locale.ROOT));
    HttpResponse<byte[]> certificate = vault.open("/issuer/" + issuer);

    assertThat(crl.headers().firstValue("Content-Type")).hasValue("application/pkix-crl");
    assertThat(certificate.headers().firstValue("Content-Type")).hasValue("application/pkix-cert");
    assertThat(CertificateParts.read(certificate.body()).getBasicConstraints()).isPositive();
    assertThat(VaultTestServer.text(der))
        .contains("http://vault.plant.example/vault/v2/crl/" + issuer)
        .contains("http://vault.plant.example/vault/v2/issuer/" + issuer);
    assertThat(vault.open("/groups").statusCode()).isEqualTo(401);
    assertThat(vault.open("/crl/abc").statusCode()).isEqualTo(404);
  }
}
