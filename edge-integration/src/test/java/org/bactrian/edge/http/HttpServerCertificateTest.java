package org.bactrian.edge.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.bactrian.model.tls.ServerIdentity;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HttpServerCertificateTest {

  private static final List<String> NAMES = List.of("gateway", "localhost", "10.0.0.5", "::1");

  @TempDir private Path folder;
  private Instant now = Instant.parse("2026-01-01T00:00:00Z");

  @Test
  void aCertificateIsForEveryNameAndShowsItself() throws Exception {
    X509Certificate certificate = certificate(NAMES).identity().certificate();

    certificate.verify(certificate.getPublicKey());
    assertThat(certificate.getSubjectX500Principal().getName()).isEqualTo("CN=gateway");
    assertThat(certificate.getSubjectAlternativeNames())
        .extracting(name -> name.get(1).toString())
        .containsExactly("gateway", "localhost", "10.0.0.5", "0:0:0:0:0:0:0:1");
  }

  @Test
  void aCertificateIsReplacedAMonthBeforeItsEndAndNoSooner() throws Exception {
    HttpServerCertificate certificate = certificate(NAMES);
    X509Certificate first = certificate.identity().certificate();

    now = now.plus(Duration.ofDays(334));
    assertThat(certificate.renewWhenDue()).isFalse();
    assertThat(certificate(NAMES).identity().certificate()).isEqualTo(first);
    now = now.plus(Duration.ofDays(2));
    assertThat(certificate.renewWhenDue()).isTrue();

    assertThat(certificate.identity().certificate()).isNotEqualTo(first);
    assertThat(certificate(NAMES).identity().certificate())
        .isEqualTo(certificate.identity().certificate());
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 0.1, 0.5, 0.9})
  void aFileThatIsCutShortIsKeptAndACertificateMadeAnew(double part) throws Exception {
    HttpServerCertificate made = certificate(NAMES);
    Path file = folder.resolve("server.pem");
    byte[] whole = Files.readAllBytes(file);
    byte[] cut = Arrays.copyOf(whole, (int) (whole.length * part));
    Files.write(file, cut);

    HttpServerCertificate next = certificate(NAMES);

    assertThat(next.identity().certificate()).isNotEqualTo(made.identity().certificate());
    assertThat(folder.resolve("server.pem.damaged")).hasBinaryContent(cut);
    assertThat(certificate(NAMES).identity().certificate())
        .isEqualTo(next.identity().certificate());
  }

  @Test
  void anExpiredCertificateIsReplacedAtTheStart() throws Exception {
    X509Certificate first = certificate(NAMES).identity().certificate();
    now = now.plus(Duration.ofDays(400));

    assertThat(certificate(NAMES).identity().certificate()).isNotEqualTo(first);
  }

  @Test
  void aHostOfAnotherNameHasACertificateOfItsOwn() throws Exception {
    X509Certificate first = certificate(NAMES).identity().certificate();

    assertThat(certificate(List.of("other")).identity().certificate()).isNotEqualTo(first);
  }

  @Test
  void aKeyThatAnEarlierBuildWroteIsReadAndKept() throws Exception {
    ServerIdentity first = certificate(NAMES).identity();
    StringWriter earlier = new StringWriter();
    try (JcaPEMWriter writer = new JcaPEMWriter(earlier)) {
      writer.writeObject(PrivateKeyInfo.getInstance(first.key().getEncoded()));
      writer.writeObject(first.certificate());
    }
    assertThat(earlier.toString()).contains("BEGIN EC PRIVATE KEY");
    Files.writeString(folder.resolve("server.pem"), earlier.toString());

    ServerIdentity second = certificate(NAMES).identity();

    assertThat(second.certificate()).isEqualTo(first.certificate());
    assertThat(second.key()).isEqualTo(first.key());
  }

  private HttpServerCertificate certificate(List<String> names) throws Exception {
    return HttpServerCertificate.in(folder, names, () -> now);
  }
}
