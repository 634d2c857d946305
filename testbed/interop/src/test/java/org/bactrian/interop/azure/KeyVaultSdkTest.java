package org.bactrian.interop.azure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.bactrian.interop.peer.NeedsNodeJs;
import org.bactrian.interop.peer.Peer;
import org.bactrian.interop.peer.PeerFailure;
import org.bactrian.localazure.LocalAzure;
import org.bactrian.localazure.LocalAzureSettings;
import org.bactrian.localazure.keyvault.LocalKeyVault;
import org.bactrian.model.tls.ServerIdentity;
import org.bactrian.model.tls.TlsCertificates;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequest;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Microsoft's SDKs of Key Vault for Node.js take the local vault for a real one. */
@NeedsNodeJs
class KeyVaultSdkTest {

  @TempDir static Path data;
  private static LocalAzure azure;
  private static Peer client;

  @BeforeAll
  static void start() throws IOException {
    azure = LocalAzure.start(LocalAzureSettings.in(data).withFreePorts());
    client = open(azure.keyVault().client().secret());
    client.ask("createKey", "name", "rsa", "type", "RSA", "options", Map.of("keySize", 2048));
  }

  @AfterAll
  static void stop() throws IOException {
    if (client != null) {
      client.close();
    }
    if (azure != null) {
      azure.close();
    }
  }

  @ParameterizedTest
  @CsvSource({"P-256, ES256, 64", "P-384, ES384, 96", "P-521, ES512, 132"})
  void anEcKeySigns(String curve, String algorithm, int bytes) throws IOException {
    String name = "ec-" + curve;
    client.ask("createKey", "name", name, "type", "EC", "options", Map.of("curve", curve));

    JsonNode signed = client.ask("sign", "name", name, "algorithm", algorithm, "data", "d");

    assertThat(signed.path("verified").asBoolean()).isTrue();
    assertThat(signed.path("bytes").asInt()).isEqualTo(bytes);
  }

  @ParameterizedTest
  @CsvSource({"RS256", "PS384"})
  void anRsaKeySigns(String algorithm) throws IOException {
    assertThat(
            client
                .ask("sign", "name", "rsa", "algorithm", algorithm, "data", "d")
                .path("verified")
                .asBoolean())
        .isTrue();
  }

  @Test
  void aWrappedKeyIsUnwrapped() throws IOException {
    assertThat(client.ask("wrap", "name", "rsa", "data", "symmetric key").asText())
        .isEqualTo("symmetric key");
  }

  @Test
  void keysAreImportedListedChangedDeletedAndRecovered() throws IOException {
    client.ask("importKey", "name", "imported");
    client.ask("importKey", "name", "imported");

    assertThat(client.ask("keyVersions", "name", "imported")).hasSize(2);
    assertThat(client.ask("updateKey", "name", "imported", "tags", Map.of("a", "b")).path("a"))
        .hasToString("\"b\"");
    JsonNode outcome = client.ask("deleteAndRecoverKey", "name", "imported");
    assertThat(outcome.path("deleted")).extracting(JsonNode::asText).contains("imported");
    assertThat(outcome.path("recovered").asText()).isEqualTo("imported");
    assertThat(client.ask("purgeKey", "name", "imported").asText()).isEqualTo("imported");
    assertThat(client.ask("keys")).extracting(JsonNode::asText).contains("imported", "rsa");
  }

  @Test
  void secretsAreKeptInVersionsAndListedInPages() throws IOException {
    String first = client.ask("setSecret", "name", "password", "value", "one").asText();
    client.ask(
        "setSecret", "name", "password", "value", "two", "options", Map.of("contentType", "text"));
    List<String> names = IntStream.range(0, 30).mapToObj(i -> "listed-" + i).toList();
    for (String name : names) {
      client.ask("setSecret", "name", name, "value", "v");
    }

    assertThat(client.ask("getSecret", "name", "password").path("value").asText()).isEqualTo("two");
    assertThat(client.ask("getSecret", "name", "password", "version", first).path("value").asText())
        .isEqualTo("one");
    assertThat(client.ask("secrets")).extracting(JsonNode::asText).containsAll(names);
    JsonNode outcome = client.ask("deleteAndRecoverSecret", "name", "password");
    assertThat(outcome.path("deleted")).extracting(JsonNode::asText).containsExactly("password");
    assertThat(outcome.path("value").asText()).isEqualTo("two");
  }

  @Test
  void aSelfSignedCertificateIsMadeAndGoesThroughItsLife() throws IOException {
    JsonNode made =
        client.ask(
            "createCertificate",
            "name",
            "own",
            "policy",
            Map.of(
                "issuerName",
                "Self",
                "subject",
                "CN=press",
                "keyType",
                "EC",
                "keyCurveName",
                "P-256",
                "subjectAlternativeNames",
                Map.of("dnsNames", List.of("press.plant"))));

    assertThat(made.path("subject").asText()).isEqualTo("CN=press");
    assertThat(made.path("names").asText()).contains("DNS:press.plant");
    assertThat(made.path("keyId").asText()).endsWith("/keys/own/" + made.path("version").asText());
    assertThat(
            client
                .ask("sign", "name", "own", "algorithm", "ES256", "data", "d")
                .path("verified")
                .asBoolean())
        .isTrue();
    assertThat(client.ask("certificatePolicy", "name", "own").path("subject").asText())
        .isEqualTo("CN=press");
    assertThat(client.ask("certificates")).extracting(JsonNode::asText).contains("own");
    JsonNode outcome = client.ask("deleteAndRecoverCertificate", "name", "own");
    assertThat(outcome.path("deleted")).extracting(JsonNode::asText).contains("own");
    assertThat(outcome.path("recovered").asText()).isEqualTo("own");
    assertThat(client.ask("disableCertificate", "name", "own").asBoolean()).isFalse();
  }

  @Test
  void aRequestOfAnUnknownIssuerIsPendingAndMerged() throws Exception {
    JsonNode pending =
        client.ask(
            "beginCertificate",
            "name",
            "foreign",
            "policy",
            Map.of("issuerName", "Unknown", "subject", "CN=press", "keyType", "EC"));
    assertThat(pending.path("status").asText()).isEqualTo("inProgress");
    assertThat(pending.path("csr").asText()).startsWith("MII");

    ServerIdentity authority = TlsCertificates.authority("CA", Instant.now(), Duration.ofDays(9));
    String authorityText = encoded(authority.certificate());
    assertThatThrownBy(
            () ->
                client.ask("mergeCertificate", "name", "foreign", "chain", List.of(authorityText)))
        .isInstanceOf(PeerFailure.class)
        .hasMessageContaining("public key");
    String signed = encoded(sign(pending.path("csr").asText(), authority));
    JsonNode merged =
        client.ask("mergeCertificate", "name", "foreign", "chain", List.of(signed, authorityText));
    assertThat(merged.path("subject").asText()).isEqualTo("CN=press");
    assertThat(merged.path("secretId").asText())
        .endsWith("/secrets/foreign/" + merged.path("version").asText());
  }

  @Test
  void aPemFileIsImported() throws IOException {
    ServerIdentity identity =
        TlsCertificates.server(List.of("press"), Instant.now(), Duration.ofDays(9));
    String pem = TlsCertificates.pem(identity.key()) + TlsCertificates.pem(identity.chain());

    JsonNode imported = client.ask("importCertificate", "name", "imported-pem", "pem", pem);

    assertThat(imported.path("subject").asText()).isEqualTo("CN=press");
    assertThat(client.ask("getSecret", "name", "imported-pem").path("value").asText())
        .contains("BEGIN PRIVATE KEY");
  }

  @Test
  void aWrongSecretOpensNothing() throws IOException {
    try (Peer forger = open("guessed")) {
      assertThatThrownBy(() -> forger.ask("keys"))
          .isInstanceOf(PeerFailure.class)
          .hasMessageContaining("AADSTS7000215");
    }
  }

  private static Peer open(String secret) throws IOException {
    LocalKeyVault vault = azure.keyVault();
    Peer peer =
        Peer.start(
            "key-vault.js", Map.of(), Map.of("NODE_EXTRA_CA_CERTS", azure.caFile().toString()));
    peer.ask(
        "open",
        "url",
        vault.url(),
        "tenant",
        vault.client().tenant(),
        "client",
        vault.client().id(),
        "secret",
        secret);
    return peer;
  }

  private static X509Certificate sign(String request, ServerIdentity authority) throws Exception {
    JcaPKCS10CertificationRequest read =
        new JcaPKCS10CertificationRequest(Base64.getDecoder().decode(request));
    Instant now = Instant.now();
    return new JcaX509CertificateConverter()
        .getCertificate(
            new JcaX509v3CertificateBuilder(
                    X500Name.getInstance(
                        authority.certificate().getSubjectX500Principal().getEncoded()),
                    BigInteger.TWO,
                    Date.from(now.minusSeconds(60)),
                    Date.from(now.plusSeconds(6000)),
                    read.getSubject(),
                    read.getPublicKey())
                .build(new JcaContentSignerBuilder("SHA256withECDSA").build(authority.key())));
  }

  private static String encoded(X509Certificate certificate) throws Exception {
    return Base64.getEncoder().encodeToString(certificate.getEncoded());
  }
}
