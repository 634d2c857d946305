package org.bactrian.opcua.pki;

import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReloadableApplicationCertificateTest {

  private static final String URI = "urn:edge:bactrian";

  @TempDir private Path root;

  private PkiFolders folders;
  private ApplicationCertificate first;
  private ReloadableApplicationCertificate certificate;

  @BeforeEach
  void start() {
    folders = new PkiFolders(root.resolve("pki"));
    first = make(folders, URI);
    certificate = new ReloadableApplicationCertificate(folders, first, InstantSource.system());
  }

  @Test
  void filesThatStayAsTheyAreAreNoReplacement() {
    assertThat(certificate.reload()).isFalse();
    assertThat(certificate.current()).isSameAs(first);
  }

  @Test
  void aPairThatIsReplacedOneFileAfterTheOtherIsTakenOverWhenBothAreThere() throws Exception {
    PkiFolders others = new PkiFolders(root.resolve("others"));
    ApplicationCertificate second = make(others, URI);

    copy(ApplicationCertificate.certificateFile(others), certificateFile());
    assertThat(certificate.reload()).isFalse();
    assertThat(certificate.current()).isSameAs(first);

    copy(ApplicationCertificate.keyFile(others), keyFile());
    assertThat(certificate.reload()).isTrue();
    assertThat(certificate.current().chain()).isEqualTo(second.chain());
    assertThat(certificate.current().key()).isEqualTo(second.key());
    assertThat(certificate.reload()).isFalse();
  }

  @Test
  void aCertificateThatIsPutBackIsNoReplacement() throws Exception {
    byte[] written = Files.readAllBytes(certificateFile());
    Files.write(certificateFile(), new byte[] {1});
    assertThat(certificate.reload()).isFalse();

    Files.write(certificateFile(), written);
    assertThat(certificate.reload()).isFalse();
    assertThat(certificate.current()).isSameAs(first);
  }

  @Test
  void filesThatAreDamagedOrGoneLeaveTheFormerPairInUse() throws Exception {
    Files.write(keyFile(), new byte[] {1, 2, 3});
    assertThat(certificate.reload()).isFalse();

    Files.delete(certificateFile());
    assertThat(certificate.reload()).isFalse();
    assertThat(certificate.current()).isSameAs(first);
  }

  @Test
  void aCertificateOfAnotherApplicationIsRefused() throws Exception {
    replaceBy("urn:somebody:else");

    assertThat(certificate.reload()).isFalse();
    assertThat(certificate.current()).isSameAs(first);
  }

  @Test
  void aCertificateThatHasExpiredIsRefused() throws Exception {
    Instant later = Instant.now().plus(Duration.ofDays(10_000));
    certificate = new ReloadableApplicationCertificate(folders, first, InstantSource.fixed(later));
    replaceBy(URI);

    assertThat(certificate.reload()).isFalse();
    assertThat(certificate.current()).isSameAs(first);
  }

  private void replaceBy(String uri) throws IOException {
    PkiFolders others = new PkiFolders(root.resolve("others"));
    make(others, uri);
    copy(ApplicationCertificate.certificateFile(others), certificateFile());
    copy(ApplicationCertificate.keyFile(others), keyFile());
  }

  private Path certificateFile() {
    return ApplicationCertificate.certificateFile(folders);
  }

  private Path keyFile() {
    return ApplicationCertificate.keyFile(folders);
  }

  private static void copy(Path from, Path to) throws IOException {
    Files.copy(from, to, REPLACE_EXISTING);
  }

  private static ApplicationCertificate make(PkiFolders folders, String uri) {
    return ApplicationCertificate.in(
        folders, "Bactrian", uri, uri, List.of("localhost"), Clock.systemUTC());
  }
}
