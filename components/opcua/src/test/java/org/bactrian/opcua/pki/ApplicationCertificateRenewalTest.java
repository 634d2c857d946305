package org.bactrian.opcua.pki;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.bactrian.model.fault.OperationException;
import org.bactrian.opcua.pki.ApplicationCertificateRenewal.RenewalRequest;
import org.bactrian.patience.TestAuthority;
import org.bouncycastle.pkcs.PKCS10CertificationRequest;
import org.eclipse.milo.opcua.stack.core.util.CertificateUtil;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ApplicationCertificateRenewalTest {

  private static final String URI = "urn:edge:bactrian";

  private static TestAuthority plant;
  private static TestAuthority line;

  @TempDir private Path root;
  private PkiFolders folders;
  private ReloadableApplicationCertificate certificate;
  private ApplicationCertificateRenewal renewal;
  private ApplicationCertificate first;

  @BeforeAll
  static void makeAuthorities() {
    plant = TestAuthority.root("Plant");
    line = plant.subordinate("Line 1");
  }

  @BeforeEach
  void start() {
    startAgain();
    first = certificate.current();
  }

  @Test
  void aRequestIsAnsweredForANewKeyAlsoAfterARestart() throws Exception {
    RenewalRequest request = renewal.request("CN=Edge 1,O=Contoso", true);
    startAgain();

    ApplicationCertificate next = replaceBy(line.answer(request.der()));

    X509Certificate leaf = next.chain().get(0);
    assertThat(request.applicationUri()).isEqualTo(URI);
    assertThat(leaf.getSubjectX500Principal().getName()).contains("CN=Edge 1");
    assertThat(CertificateUtil.getSanUri(leaf)).contains(URI);
    assertThat(CertificateUtil.getSanDnsNames(leaf)).contains("localhost");
    assertThat(next.key()).isNotEqualTo(first.key());
    assertThat(folders.pendingKey()).doesNotExist();
    startAgain();
    assertThat(certificate.current().chain())
        .containsExactly(leaf, line.certificate(), plant.certificate());
    assertThat(certificate.current().isPair()).isTrue();
  }

  @Test
  void aRequestForThePresentKeyLeavesIt() throws Exception {
    RenewalRequest request = renewal.request("", false);

    ApplicationCertificate next = replaceBy(line.answer(request.der()));

    assertThat(next.key()).isEqualTo(first.key());
    assertThat(new PKCS10CertificationRequest(request.der()).getSubject().toString())
        .contains("CN=Bactrian");
    assertThat(certificate.reload()).as("it is no replacement from outside").isFalse();
  }

  @Test
  void aKeyThatIsSentAlongIsTakenOver() {
    TestAuthority.Issued issued = line.issue("Edge 1", URI);

    ApplicationCertificate next =
        renewal.replace(
            List.of(issued.certificate(), plant.certificate(), line.certificate()),
            Optional.of(issued.key().getEncoded()));

    assertThat(next.chain())
        .containsExactly(issued.certificate(), line.certificate(), plant.certificate());
    assertThat(next.key()).isEqualTo(issued.key());
  }

  @Test
  void aCertificateOfAnotherKeyIsRefused() {
    KeyPair other = TestAuthority.newKeys(2048);
    renewal.request("", true);

    assertRefused(
        () -> replaceBy(line.issue("Edge 1", URI, other.getPublic())), "belongs to no key");
    assertRefused(
        () ->
            renewal.replace(
                List.of(line.issue("Edge 1", URI, other.getPublic())),
                Optional.of(first.key().getEncoded())),
        "does not belong to the key that is sent with it");
    assertRefused(
        () ->
            renewal.replace(
                List.of(line.issue("Edge 1", URI, other.getPublic())),
                Optional.of(new byte[] {1, 2, 3})),
        "no RSA key in PKCS #8");
  }

  @Test
  void aCertificateOfAnotherApplicationIsRefused() {
    assertRefused(
        () -> replaceBy(line.issue("Edge 1", "urn:somebody:else", present())),
        "is for urn:somebody:else and not for " + URI);
  }

  @Test
  void aCertificateThatIsNotValidNowIsRefused() {
    Instant now = Instant.now();
    Duration day = Duration.ofDays(1);

    assertRefused(
        () -> replaceBy(line.issue("Edge", URI, present(), now.minus(day), now.minusSeconds(1))),
        "valid from");
    assertRefused(
        () -> replaceBy(line.issue("Edge", URI, present(), now.plusSeconds(60), now.plus(day))),
        "valid from");
  }

  @Test
  void aWeakKeyIsRefused() {
    KeyPair weak = TestAuthority.newKeys(1024);

    assertRefused(
        () ->
            renewal.replace(
                List.of(line.issue("Edge 1", URI, weak.getPublic())),
                Optional.of(weak.getPrivate().getEncoded())),
        "an RSA key of 1024 bits");
  }

  @Test
  void anAuthorityOrAChainThatDoesNotFitIsRefused() {
    X509Certificate issued = line.issue("Edge 1", URI, present());

    assertRefused(
        () -> renewal.replace(List.of(line.certificate()), Optional.empty()), "authority");
    assertRefused(
        () -> renewal.replace(List.of(issued, line.impostor().certificate()), Optional.empty()),
        "was not issued by CN=Line 1");
  }

  @Test
  void aChainThatNoServerWouldTakeIsRefused() {
    TestAuthority authority = plant;
    List<X509Certificate> chain = new ArrayList<>(List.of(plant.certificate()));
    for (int i = 0; i < 8; i++) {
      authority = authority.subordinate("Authority " + i);
      chain.add(0, authority.certificate());
    }
    chain.add(0, authority.issue("Edge 1", URI, present()));

    assertRefused(() -> renewal.replace(chain, Optional.empty()), "servers take 7000");
  }

  @Test
  void aSubjectThatIsNoNameIsRefused() {
    assertThatThrownBy(() -> renewal.request("Edge 1", true))
        .isInstanceOf(OperationException.class)
        .hasMessageContaining("CN=Edge 1,O=Contoso");
    assertThatThrownBy(() -> renewal.request("CN=" + "x".repeat(1_000), true))
        .isInstanceOf(OperationException.class);
    assertThat(folders.pendingKey()).doesNotExist();
  }

  @Test
  void aReplacementThatEndsInTheMiddleIsFinishedAtTheNextStart() throws Exception {
    X509Certificate issued = line.answer(renewal.request("", true).der());
    Path certificateFile = ApplicationCertificate.certificateFile(folders);
    Files.delete(certificateFile);
    Files.createDirectories(certificateFile.resolve("in-the-way"));
    assertRefused(() -> replaceBy(issued), "cannot be stored");
    assertThat(certificate.current()).isSameAs(first);
    Files.delete(certificateFile.resolve("in-the-way"));
    Files.delete(certificateFile);

    startAgain();

    assertThat(certificate.current().chain()).contains(issued);
    assertThat(certificate.current().isPair()).isTrue();
  }

  private ApplicationCertificate replaceBy(X509Certificate issued) {
    return renewal.replace(
        List.of(issued, line.certificate(), plant.certificate()), Optional.empty());
  }

  private void assertRefused(ThrowingCallable replacement, String reason) {
    assertThatThrownBy(replacement)
        .isInstanceOf(OperationException.class)
        .hasMessageContaining(reason);
    assertThat(certificate.current()).isSameAs(first);
    assertThat(certificate.reload()).as("a file was changed").isFalse();
  }

  private PublicKey present() {
    return first.chain().get(0).getPublicKey();
  }

  private void startAgain() {
    folders = new PkiFolders(root);
    certificate =
        new ReloadableApplicationCertificate(
            folders,
            ApplicationCertificate.in(
                folders, "Bactrian", "", URI, List.of("localhost"), Clock.systemUTC()),
            InstantSource.system());
    renewal = new ApplicationCertificateRenewal(folders, certificate, InstantSource.system());
  }
}
