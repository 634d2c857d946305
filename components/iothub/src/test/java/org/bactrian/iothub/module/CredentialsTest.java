package org.bactrian.iothub.module;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.StringWriter;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.util.Date;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.camel.Exchange;
import org.bactrian.iothub.TestCamel;
import org.bactrian.iothub.TestHub;
import org.bactrian.localazure.iotedge.LocalIotEdge;
import org.bactrian.patience.JvmProcess;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CredentialsTest {

  @TempDir private Path folder;
  private TestHub hub;

  @BeforeEach
  void start() {
    hub = TestHub.in(folder.resolve("hub"));
  }

  @AfterEach
  void stop() {
    hub.close();
  }

  @Test
  void aDeviceSignsInWithItsCertificateAndAKeyOfPkcs8() throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec("secp256r1"));
    KeyPair keys = generator.generateKeyPair();

    signIn(
        selfSigned(keys, "SHA256withECDSA"),
        pem("device.key", new JcaPKCS8Generator(keys.getPrivate(), null)));
  }

  @Test
  void aDeviceSignsInWithItsCertificateAndAKeyOfPkcs1() throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(2_048);
    KeyPair keys = generator.generateKeyPair();

    signIn(selfSigned(keys, "SHA256withRSA"), pem("device.key", keys.getPrivate()));
  }

  private void signIn(X509Certificate certificate, Path keyFile) throws Exception {
    Path certificateFile = pem("device.crt", certificate);
    try (TestCamel camel = TestCamel.of(hub).start()) {
      camel
          .to("iothub:devices?action=create&deviceId=camera")
          .withBody(Map.of("authentication", selfSignedAuthentication(certificate)))
          .send();

      Future<Exchange> sent =
          camel
              .to(
                  "iothub-module:telemetry?certificateFile="
                      + certificateFile
                      + "&keyFile="
                      + keyFile
                      + "&gatewayHostName=localhost:"
                      + hub.mqttPort()
                      + "&connectionString=RAW(HostName=hub.localhost;DeviceId=camera)")
              .withBody("picture")
              .asyncSend();

      await().untilAsserted(() -> assertThat(sent).as("%s", camel.module().links()).isDone());
      assertThat(sent.get().getException()).isNull();
      assertThat(hub.received().get(0).sender()).hasToString("camera");
    }
  }

  @Test
  void aModuleOfIotEdgeGetsSignaturesAndTrustFromTheWorkloadApi() throws Exception {
    Path socket = folder.resolve("workload.sock");
    try (LocalIotEdge iotEdge = hub.iotEdge("edge", "opc", socket)) {
      int exit = run(iotEdge.environment());

      assertThat(exit).isZero();
      assertThat(hub.bodies()).containsExactly("from the edge");
      assertThat(hub.received().get(0).sender()).hasToString("edge/opc");
      assertThat(iotEdge.requests())
          .anyMatch(request -> request.matches("POST /modules/opc/genid/[^/]+/sign"))
          .contains("GET /trust-bundle");
    }
  }

  @Test
  void aModuleUnderDevelopmentFindsItsConnectionStringInTheEnvironment() throws Exception {
    int exit =
        run(
            Map.of(
                "EdgeHubConnectionString", hub.module("edge", "opc"),
                "EdgeModuleCACertificateFile", hub.caFile()));

    assertThat(exit).isZero();
    assertThat(hub.bodies()).containsExactly("from the edge");
  }

  private int run(Map<String, String> environment) throws Exception {
    ProcessBuilder builder =
        JvmProcess.of(EdgeModuleProcess.class)
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("module.log").toFile());
    builder.environment().putAll(environment);
    Process process = builder.start();
    try {
      assertThat(process.waitFor(60, TimeUnit.SECONDS))
          .as("%s", Files.readString(folder.resolve("module.log")))
          .isTrue();
      return process.exitValue();
    } finally {
      process.destroyForcibly();
    }
  }

  private static Map<String, Object> selfSignedAuthentication(X509Certificate certificate)
      throws Exception {
    byte[] hash = MessageDigest.getInstance("SHA-1").digest(certificate.getEncoded());
    String thumbprint = HexFormat.of().withUpperCase().formatHex(hash);
    return Map.of(
        "type",
        "selfSigned",
        "x509Thumbprint",
        Map.of("primaryThumbprint", thumbprint, "secondaryThumbprint", thumbprint));
  }

  private static X509Certificate selfSigned(KeyPair keys, String algorithm) throws Exception {
    X500Name name = new X500Name("CN=camera");
    Instant now = Instant.now();
    return new JcaX509CertificateConverter()
        .getCertificate(
            new JcaX509v3CertificateBuilder(
                    name,
                    BigInteger.ONE,
                    Date.from(now.minusSeconds(60)),
                    Date.from(now.plusSeconds(3_600)),
                    name,
                    keys.getPublic())
                .build(new JcaContentSignerBuilder(algorithm).build(keys.getPrivate())));
  }

  private Path pem(String name, Object content) throws Exception {
    StringWriter text = new StringWriter();
    try (JcaPEMWriter writer = new JcaPEMWriter(text)) {
      writer.writeObject(content);
    }
    return Files.writeString(folder.resolve(name), text.toString());
  }
}
