package org.bactrian.localazure.keyvault;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import org.bactrian.model.tls.ServerIdentity;
import org.bactrian.model.tls.TlsCertificates;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.operator.jcajce.JcaContentVerifierProviderBuilder;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequest;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Certificates, by the requests that SDKs send. */
class CertificatesTest {

  private static final String SELF =
      """
      {"policy": {"issuer": {"name": "Self"}, "key_props": {"kty": "EC", "crv": "P-384"},
        "x509_props": {"subject": "CN=press, O=Plant", "validity_months": 6,
          "sans": {"dns_names": ["press.plant"], "uris": ["urn:plant:press"]},
          "key_usage": ["digitalSignature", "keyCertSign"]}},
       "tags": {"site": "north"}}
      """;
  private static final String UNKNOWN =
      """
      {"policy": {"issuer": {"name": "Unknown"}, "key_props": {"kty": "EC"},
        "secret_props": {"contentType": "application/x-pem-file"},
        "x509_props": {"subject": "CN=press"}}}
      """;

  @TempDir static Path folder;
  private static RunningVault running;

  @BeforeAll
  static void start() {
    running = RunningVault.in(folder);
  }

  @AfterAll
  static void stop() {
    running.close();
  }

  @Test
  void aSelfSignedCertificateComesWithItsKeyAndItsSecret() throws Exception {
    JsonNode operation = running.call("POST", "/certificates/own/create", SELF);
    assertThat(operation.path("status").asText()).isEqualTo("completed");
    assertThat(operation.path("target").asText())
        .isEqualTo(running.vault().url() + "/certificates/own");

    JsonNode bundle = running.call("GET", "/certificates/own/", "");
    X509Certificate certificate = certificate(bundle.path("cer").asText());

    certificate.verify(certificate.getPublicKey());
    assertThat(certificate.getSubjectX500Principal().getName()).isEqualTo("CN=press,O=Plant");
    assertThat(certificate.getSubjectAlternativeNames())
        .containsExactlyInAnyOrder(List.of(2, "press.plant"), List.of(6, "urn:plant:press"));
    assertThat(certificate.getBasicConstraints()).isNotNegative();
    assertThat(bundle.at("/attributes/exp").asLong())
        .isEqualTo(certificate.getNotAfter().toInstant().getEpochSecond());
    assertThat(bundle.at("/tags/site").asText()).isEqualTo("north");
    KeyStore.PrivateKeyEntry entry = entry(bundle);
    assertThat(entry.getCertificate()).isEqualTo(certificate);
    assertPair(entry.getPrivateKey(), certificate);
    JsonNode key = running.call("GET", path(bundle, "kid"), "");
    assertThat(key.path("managed").asBoolean()).isTrue();
    assertThat(key.at("/key/crv").asText()).isEqualTo("P-384");
  }

  @Test
  void aRequestThatSomebodyElseSignsIsMerged() throws Exception {
    JsonNode operation = running.call("POST", "/certificates/foreign/create", UNKNOWN);
    assertThat(operation.path("status").asText()).isEqualTo("inProgress");
    assertThat(running.send("POST", "/certificates/foreign/create", UNKNOWN).statusCode())
        .isEqualTo(409);
    JsonNode pending = running.call("GET", "/certificates/foreign", "");
    assertThat(pending.at("/attributes/enabled").asBoolean()).isFalse();
    assertThat(pending.has("cer")).isFalse();
    byte[] request =
        Base64.getDecoder()
            .decode(running.call("GET", "/certificates/foreign/pending", "").path("csr").asText());
    ServerIdentity authority = TlsCertificates.authority("CA", Instant.now(), Duration.ofDays(9));
    X509Certificate signed = sign(request, authority);

    assertThat(merge(authority.certificate()).statusCode()).isEqualTo(400);
    JsonNode merged = RunningVault.JSON.readTree(merge(authority.certificate(), signed).body());

    assertThat(merged.path("id")).isEqualTo(pending.path("id"));
    assertThat(merged.at("/attributes/enabled").asBoolean()).isTrue();
    assertThat(certificate(merged.path("cer").asText())).isEqualTo(signed);
    assertThat(running.call("GET", path(merged, "sid"), "").path("value").asText())
        .contains("BEGIN PRIVATE KEY")
        .contains(TlsCertificates.pem(List.of(signed, authority.certificate())));
    assertThat(merge(signed).statusCode()).isEqualTo(409);
    assertThat(running.call("GET", "/certificates/foreign/pending", "").path("status").asText())
        .isEqualTo("completed");
  }

  @Test
  void aCreationThatIsCancelledMakesRoomForAnother() throws Exception {
    running.call("POST", "/certificates/given-up/create", UNKNOWN);

    JsonNode cancelled =
        running.call(
            "PATCH", "/certificates/given-up/pending", "{\"cancellation_requested\":true}");

    assertThat(cancelled.path("status").asText()).isEqualTo("cancelled");
    running.call("POST", "/certificates/given-up/create", UNKNOWN);
    running.call("DELETE", "/certificates/given-up/pending", "");
    assertThat(running.send("GET", "/certificates/given-up/pending", "").statusCode())
        .isEqualTo(404);
  }

  @Test
  void aKeyThatMayNotLeaveTheVaultIsNotInTheSecretAndStillSigns() throws Exception {
    running.call(
        "POST",
        "/certificates/kept/create",
        SELF.replace("\"kty\"", "\"exportable\": false, \"kty\"")
            .replace(
                "\"x509_props\"",
                "\"secret_props\": {\"contentType\": \"application/x-pem-file\"}, \"x509_props\""));
    JsonNode bundle = running.call("GET", "/certificates/kept", "");

    assertThat(running.call("GET", path(bundle, "sid"), "").path("value").asText())
        .contains("BEGIN CERTIFICATE")
        .doesNotContain("PRIVATE KEY");
    byte[] digest = new byte[48];
    String body =
        "{\"alg\":\"ES384\",\"value\":\"" + Base64.getUrlEncoder().encodeToString(digest) + "\"}";
    byte[] signature =
        Base64.getUrlDecoder()
            .decode(
                running.call("POST", path(bundle, "kid") + "/sign", body).path("value").asText());
    Signature check = Signature.getInstance("NONEwithECDSAinP1363Format");
    check.initVerify(certificate(bundle.path("cer").asText()));
    check.update(digest);
    assertThat(check.verify(signature)).isTrue();
  }

  @Test
  void certificatesAreImportedFromPemAndFromPkcs12() throws Exception {
    ServerIdentity identity =
        TlsCertificates.server(List.of("press"), Instant.now(), Duration.ofDays(9));
    String pem = TlsCertificates.pem(identity.key()) + TlsCertificates.pem(identity.chain());
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    char[] password = "pass".toCharArray();
    store.setKeyEntry(
        "k", identity.key(), password, identity.chain().toArray(X509Certificate[]::new));
    ByteArrayOutputStream pkcs12 = new ByteArrayOutputStream();
    store.store(pkcs12, password);

    JsonNode fromPem = importing("from-pem", pem, "");
    JsonNode fromPkcs12 =
        importing("from-pkcs12", Base64.getEncoder().encodeToString(pkcs12.toByteArray()), "pass");

    for (JsonNode bundle : List.of(fromPem, fromPkcs12)) {
      assertThat(certificate(bundle.path("cer").asText())).isEqualTo(identity.certificate());
      assertThat(bundle.at("/policy/key_props/kty").asText()).isEqualTo("EC");
    }
    assertThat(running.call("GET", path(fromPem, "sid"), "").path("value").asText())
        .contains("BEGIN PRIVATE KEY");
    assertPair(entry(fromPkcs12).getPrivateKey(), identity.certificate());
    assertThat(
            running
                .send(
                    "POST",
                    "/certificates/wrong/import",
                    RunningVault.JSON
                        .createObjectNode()
                        .put("value", Base64.getEncoder().encodeToString(pkcs12.toByteArray()))
                        .put("pwd", "guessed")
                        .toString())
                .statusCode())
        .isEqualTo(400);
  }

  @Test
  void aKeyThatIsNotTheCertificatesIsNotImported() throws Exception {
    ServerIdentity one = TlsCertificates.server(List.of("a"), Instant.now(), Duration.ofDays(9));
    ServerIdentity two = TlsCertificates.server(List.of("b"), Instant.now(), Duration.ofDays(9));
    String mixed = TlsCertificates.pem(one.key()) + TlsCertificates.pem(two.chain());

    assertThat(
            running
                .send(
                    "POST",
                    "/certificates/mixed/import",
                    RunningVault.JSON.createObjectNode().put("value", mixed).toString())
                .statusCode())
        .isEqualTo(400);
  }

  @Test
  void aCertificateGoesAndComesBackWithItsKeyAndSecret() throws Exception {
    running.call("POST", "/certificates/going/create", SELF);
    assertThat(running.send("DELETE", "/keys/going", "").statusCode()).isEqualTo(403);
    String backup = running.call("POST", "/certificates/going/backup", "").path("value").asText();

    running.call("DELETE", "/certificates/going", "");
    for (String kind : List.of("certificates", "keys", "secrets")) {
      assertThat(running.send("GET", "/" + kind + "/going", "").statusCode()).isEqualTo(404);
    }
    running.call("POST", "/deletedcertificates/going/recover", "");
    for (String kind : List.of("certificates", "keys", "secrets")) {
      running.call("GET", "/" + kind + "/going", "");
    }
    running.call("DELETE", "/certificates/going", "");
    running.call("DELETE", "/deletedcertificates/going", "");
    assertThat(running.send("GET", "/deletedkeys/going", "").statusCode()).isEqualTo(404);

    running.call("POST", "/certificates/restore", "{\"value\":\"" + backup + "\"}");
    running.call("GET", path(running.call("GET", "/certificates/going", ""), "kid"), "");
  }

  @Test
  void policyAndPropertiesAreChanged() throws Exception {
    running.call("POST", "/certificates/changed/create", SELF);
    running.call(
        "PATCH", "/certificates/changed/policy", "{\"x509_props\":{\"validity_months\":3}}");
    JsonNode policy = running.call("GET", "/certificates/changed/policy", "");
    assertThat(policy.at("/x509_props/validity_months").asInt()).isEqualTo(3);
    assertThat(policy.at("/x509_props/subject").asText()).isEqualTo("CN=press, O=Plant");

    JsonNode disabled =
        running.call("PATCH", "/certificates/changed/", "{\"attributes\":{\"enabled\":false}}");

    assertThat(disabled.at("/attributes/enabled").asBoolean()).isFalse();
    assertThat(running.send("GET", "/secrets/changed", "").statusCode()).isEqualTo(403);
    running.call("POST", "/certificates/changed/create", "{}");
    assertThat(running.call("GET", "/certificates/changed/versions", "").path("value")).hasSize(2);
  }

  @Test
  void aNameIsEitherACertificatesOrNot() throws Exception {
    running.call("PUT", "/secrets/taken", "{\"value\":\"v\"}");
    assertThat(running.send("POST", "/certificates/taken/create", SELF).statusCode())
        .isEqualTo(409);
    running.call("POST", "/certificates/both/create", SELF);
    assertThat(running.send("PUT", "/secrets/both", "{\"value\":\"v\"}").statusCode())
        .isEqualTo(409);
    assertThat(running.send("POST", "/keys/both/create", "{\"kty\":\"EC\"}").statusCode())
        .isEqualTo(409);
  }

  private static HttpResponse<String> merge(X509Certificate... chain) throws Exception {
    var body = RunningVault.JSON.createObjectNode();
    var certificates = body.putArray("x5c");
    for (X509Certificate certificate : chain) {
      certificates.add(Base64.getEncoder().encodeToString(certificate.getEncoded()));
    }
    return running.send("POST", "/certificates/foreign/pending/merge", body.toString());
  }

  private static JsonNode importing(String name, String value, String password) throws Exception {
    var body = RunningVault.JSON.createObjectNode().put("value", value);
    if (!password.isEmpty()) {
      body.put("pwd", password);
    }
    return running.call("POST", "/certificates/" + name + "/import", body.toString());
  }

  private static X509Certificate sign(byte[] der, ServerIdentity authority) throws Exception {
    JcaPKCS10CertificationRequest request = new JcaPKCS10CertificationRequest(der);
    assertThat(
            request.isSignatureValid(
                new JcaContentVerifierProviderBuilder().build(request.getPublicKey())))
        .isTrue();
    Instant now = Instant.now();
    return new JcaX509CertificateConverter()
        .getCertificate(
            new JcaX509v3CertificateBuilder(
                    X500Name.getInstance(
                        authority.certificate().getSubjectX500Principal().getEncoded()),
                    BigInteger.TWO,
                    Date.from(now.minusSeconds(60)),
                    Date.from(now.plusSeconds(6000)),
                    request.getSubject(),
                    request.getPublicKey())
                .build(new JcaContentSignerBuilder("SHA256withECDSA").build(authority.key())));
  }

  private static X509Certificate certificate(String base64) throws Exception {
    return (X509Certificate)
        CertificateFactory.getInstance("X.509")
            .generateCertificate(new ByteArrayInputStream(Base64.getDecoder().decode(base64)));
  }

  private static KeyStore.PrivateKeyEntry entry(JsonNode bundle) throws Exception {
    String value = running.call("GET", path(bundle, "sid"), "").path("value").asText();
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(new ByteArrayInputStream(Base64.getDecoder().decode(value)), new char[0]);
    return (KeyStore.PrivateKeyEntry)
        store.getEntry(store.aliases().nextElement(), new KeyStore.PasswordProtection(new char[0]));
  }

  private static void assertPair(PrivateKey key, X509Certificate certificate) throws Exception {
    Signature signature = Signature.getInstance("SHA256withECDSA");
    signature.initSign(key);
    signature.update("data".getBytes(StandardCharsets.UTF_8));
    byte[] signed = signature.sign();
    signature.initVerify(certificate);
    signature.update("data".getBytes(StandardCharsets.UTF_8));
    assertThat(signature.verify(signed)).isTrue();
  }

  private static String path(JsonNode bundle, String id) {
    return bundle.path(id).asText().substring(running.vault().url().length());
  }
}
