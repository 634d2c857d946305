package org.bactrian.opcua.pki;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.Period;
import java.util.Base64;
import java.util.List;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.security.SecurityPolicy;
import org.eclipse.milo.opcua.stack.core.util.SelfSignedCertificateBuilder;
import org.eclipse.milo.opcua.stack.core.util.SelfSignedCertificateGenerator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServerCertificateTrustValidatorTest {

  private static final String SERVER = "urn:plc1:server";
  private static final String[] HOST = {"plc1"};

  @TempDir Path root;
  private PkiFolders folders;

  @BeforeEach
  void makeFolders() {
    folders = new PkiFolders(root);
  }

  @Test
  void aTrustedCertificateIsAcceptedInDerAndInPemForm() throws Exception {
    X509Certificate inDer = certificate(Period.ofYears(1));
    X509Certificate inPem = certificate(Period.ofYears(1));
    trust(inDer);
    String pem =
        "-----BEGIN CERTIFICATE-----\n"
            + Base64.getMimeEncoder().encodeToString(inPem.getEncoded())
            + "\n-----END CERTIFICATE-----\n";
    Files.write(
        folders.trustedCertificates().resolve("plc.pem"), pem.getBytes(StandardCharsets.US_ASCII));

    assertThatCode(() -> validate(false, inDer, SERVER)).doesNotThrowAnyException();
    assertThatCode(() -> validate(false, inPem, SERVER)).doesNotThrowAnyException();
  }

  @Test
  void anUntrustedCertificateIsKeptForTheOperatorOnceHoweverOftenItComes() throws Exception {
    X509Certificate stranger = certificate(Period.ofYears(1));

    assertThatThrownBy(() -> validate(false, stranger, SERVER))
        .isInstanceOf(CertificateRefusedException.class)
        .hasMessageContaining("is not trusted")
        .matches(e -> ((CertificateRefusedException) e).isCuredByTrust());
    assertThatThrownBy(() -> validate(false, stranger, SERVER)).hasMessageContaining("move");

    assertThat(folders.rejectedCertificates())
        .isDirectoryContaining("regex:.*/plc1-[0-9A-F]{40}[.]der");
    assertThat(folders.rejectedCertificates().toFile().list()).hasSize(1);
  }

  @Test
  void theNameOfAKeptFileCanBePastedIntoAShellWhateverTheServerIsCalled() throws Exception {
    X509Certificate fancy = certificate("-Müller & Söhne; $(reboot) [Halle 1]", Period.ofYears(1));
    X509Certificate hidden = certificate("..", Period.ofYears(1));

    assertThat(PkiFolders.fileName(fancy)).matches("[A-Za-z0-9_][A-Za-z0-9._-]*[.]der");
    assertThat(PkiFolders.fileName(hidden)).matches("certificate-[0-9A-F]{40}[.]der");
  }

  @Test
  void aCertificateThatIsSignedWithSha1IsRefusedWhereThatIsAskedForWhoeverTrustsIt()
      throws Exception {
    X509Certificate old =
        new SelfSignedCertificateBuilder(SelfSignedCertificateGenerator.generateRsaKeyPair(2048))
            .setCommonName("plc1")
            .setApplicationUri(SERVER)
            .addDnsName("plc1")
            .setSignatureAlgorithm("SHA1withRSA")
            .build();
    trust(old);

    assertThatCode(() -> validate(ServerCertificateRules.DEFAULT, old)).doesNotThrowAnyException();
    assertThatThrownBy(() -> validate(ServerCertificateRules.DEFAULT.withRejectSha1(true), old))
        .hasMessageContaining("signed with SHA-1")
        .hasMessageContaining("--rejectsha1");
    X509Certificate today = certificate(Period.ofYears(1));
    trust(today);
    assertThatCode(() -> validate(ServerCertificateRules.DEFAULT.withRejectSha1(true), today))
        .doesNotThrowAnyException();
  }

  private void validate(ServerCertificateRules rules, X509Certificate certificate)
      throws Exception {
    new ServerCertificateTrustValidator(folders, rules, InstantSource.system())
        .validateCertificateChain(List.of(certificate), SERVER, HOST);
  }

  @Test
  void anExpiredCertificateIsRefusedAlthoughItIsTrusted() throws Exception {
    X509Certificate expired = certificate(Period.ZERO);
    trust(expired);

    assertThatThrownBy(() -> validate(false, expired, SERVER))
        .hasMessageContaining("is valid from")
        .hasMessageContaining("Renew it at the server");
  }

  @Test
  void aCertificateThatIsNotYetValidIsRefusedAlthoughItIsTrusted() throws Exception {
    X509Certificate early = certificate(Period.ofYears(1));
    trust(early);
    InstantSource yesterday = () -> Instant.now().minus(Duration.ofDays(1));

    assertThatThrownBy(
            () ->
                new ServerCertificateTrustValidator(
                        folders, ServerCertificateRules.DEFAULT, yesterday)
                    .validateCertificateChain(List.of(early), SERVER, HOST))
        .hasMessageContaining("is valid from");
  }

  @Test
  void allThatIsWrongWithACertificateIsSaidAtOnce() throws Exception {
    X509Certificate bad = certificate("plc9", Period.ZERO);

    assertThatThrownBy(
            () ->
                new ServerCertificateTrustValidator(
                        folders,
                        ServerCertificateRules.DEFAULT.withCheckHostName(true),
                        InstantSource.system())
                    .validateCertificateChain(
                        List.of(bad), "urn:plc2:server", new String[] {"10.0.0.5"}))
        .hasMessageContaining("is not trusted, and is valid from")
        .hasMessageContaining("Renew it at the server")
        .hasMessageContaining("calls itself urn:plc2:server")
        .hasMessageContaining("is for plc1 and not for 10.0.0.5")
        .hasMessageContaining("Only then move its file")
        .hasMessageNotContaining("the next try then connects")
        .matches(e -> !((CertificateRefusedException) e).isCuredByTrust());
  }

  @Test
  void aKeyThatThePolicyDoesNotAllowIsRefusedWhoeverIsTrustedUnlessTheOperatorAllowsIt()
      throws Exception {
    X509Certificate shortKey = certificate("plc1", Period.ofYears(1), 1024);
    trust(shortKey);
    ServerCertificateRules all = ServerCertificateRules.DEFAULT.withAutoAccept(true);

    assertThatThrownBy(() -> validateFor(SecurityPolicy.Basic256Sha256, all, shortKey))
        .isInstanceOf(CertificateRefusedException.class)
        .hasMessageContaining("an RSA key of 1024 bits")
        .hasMessageContaining("Basic256Sha256 asks for 2048 to 4096")
        .hasMessageContaining("Bad_CertificatePolicyCheckFailed")
        .hasMessageContaining("--minkeysize=1024")
        .matches(
            e ->
                ((CertificateRefusedException) e).getStatusCode().value()
                    == StatusCodes.Bad_CertificatePolicyCheckFailed);
    assertThatCode(
            () ->
                validateFor(
                    SecurityPolicy.Basic256Sha256,
                    ServerCertificateRules.DEFAULT.withMinimumKeyBits(1024),
                    shortKey))
        .doesNotThrowAnyException();
    assertThatCode(
            () ->
                validateFor(SecurityPolicy.Basic128Rsa15, ServerCertificateRules.DEFAULT, shortKey))
        .doesNotThrowAnyException();
  }

  @Test
  void aHundredRefusedCertificatesAreKeptAndTheOldestGo() throws Exception {
    X509Certificate first = certificate("first", Period.ofYears(1));
    Path oldest = folders.reject(first);
    Files.setLastModifiedTime(oldest, FileTime.fromMillis(0));
    for (int i = 1; i < PkiFolders.MAX_REJECTED; i++) {
      Files.writeString(folders.rejectedCertificates().resolve("other-" + i + ".der"), "");
    }
    assertThat(oldest).exists();

    Path newest = folders.reject(certificate("latest", Period.ofYears(1)));

    assertThat(folders.rejectedCertificates().toFile().list()).hasSize(PkiFolders.MAX_REJECTED);
    assertThat(oldest).doesNotExist();
    assertThat(newest).exists();
  }

  @Test
  void aRefusedCertificateThatIsMovedWhileTheOldestAreLookedForIsNoFault() throws Exception {
    Path oldest = folders.rejectedCertificates().resolve("other-1.der");
    for (int i = 1; i <= PkiFolders.MAX_REJECTED; i++) {
      Files.writeString(folders.rejectedCertificates().resolve("other-" + i + ".der"), "");
    }
    Files.setLastModifiedTime(oldest, FileTime.fromMillis(0));
    // As a file that was there when the folder was listed and is gone when its age is read.
    Files.createSymbolicLink(
        folders.rejectedCertificates().resolve("moved.der"), root.resolve("nowhere"));

    Path newest = folders.reject(certificate("latest", Period.ofYears(1)));

    assertThat(newest).exists();
    assertThat(oldest).doesNotExist();
  }

  private void validateFor(
      SecurityPolicy policy, ServerCertificateRules checks, X509Certificate shown)
      throws CertificateRefusedException {
    new ServerCertificateTrustValidator(folders, checks, InstantSource.system())
        .validateEndpoint(List.of(shown), SERVER, "plc1", policy);
  }

  @Test
  void aCertificateOfAnotherApplicationIsRefusedAlthoughItIsTrusted() throws Exception {
    X509Certificate other = certificate(Period.ofYears(1));
    trust(other);

    assertThatThrownBy(() -> validate(false, other, "urn:plc2:server"))
        .hasMessageContaining("is for the application urn:plc1:server")
        .hasMessageContaining("calls itself urn:plc2:server");
  }

  @Test
  void autoAcceptTakesAStrangerAndStillKeepsItsCertificate() throws Exception {
    X509Certificate stranger = certificate(Period.ofYears(1));

    assertThatCode(() -> validate(true, stranger, SERVER)).doesNotThrowAnyException();

    assertThat(folders.rejectedCertificates().toFile().list()).hasSize(1);
  }

  @Test
  void aFileThatIsNoCertificateHarmsNoOther() throws Exception {
    X509Certificate trusted = certificate(Period.ofYears(1));
    trust(trusted);
    Files.writeString(folders.trustedCertificates().resolve("notes.txt"), "ask Anna");

    assertThatCode(() -> validate(false, trusted, SERVER)).doesNotThrowAnyException();
  }

  private void trust(X509Certificate certificate) throws Exception {
    Files.write(
        folders.trustedCertificates().resolve(PkiFolders.fileName(certificate)),
        certificate.getEncoded());
  }

  private void validate(boolean autoAccept, X509Certificate certificate, String applicationUri)
      throws Exception {
    new ServerCertificateTrustValidator(
            folders,
            ServerCertificateRules.DEFAULT.withAutoAccept(autoAccept).withCheckHostName(true),
            InstantSource.system())
        .validateCertificateChain(List.of(certificate), applicationUri, HOST);
  }

  private static X509Certificate certificate(Period validity) throws Exception {
    return certificate("plc1", validity);
  }

  private static X509Certificate certificate(String name, Period validity) throws Exception {
    return certificate(name, validity, 2048);
  }

  private static X509Certificate certificate(String name, Period validity, int bits)
      throws Exception {
    KeyPair keys = SelfSignedCertificateGenerator.generateRsaKeyPair(bits);
    return new SelfSignedCertificateBuilder(keys)
        .setCommonName(name)
        .setApplicationUri(SERVER)
        .addDnsName("plc1")
        .setValidityPeriod(validity)
        .build();
  }
}
