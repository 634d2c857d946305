package org.bactrian.opcua.pki;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Predicate;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.bactrian.patience.TestAuthority;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Certificates of servers that authorities have issued, and what revokes them. */
class CertificateChainTest {

  private static final String SERVER = "urn:plc1:server";

  private static TestAuthority root;
  private static TestAuthority line;
  private static X509Certificate server;

  @TempDir private Path folder;
  private PkiFolders folders;
  private Instant now = Instant.now();
  private ServerCertificateRules rules = ServerCertificateRules.DEFAULT;

  @BeforeAll
  static void issue() {
    root = TestAuthority.root("Plant");
    line = root.subordinate("Line 1");
    server = line.issue("plc1", SERVER).certificate();
  }

  @BeforeEach
  void start() {
    folders = new PkiFolders(folder);
  }

  @Test
  void whatATrustedAuthorityIssuesIsTrustedOverTheIssuersThatTheServerSends() throws Exception {
    put(folders.trustedCertificates(), root.certificate());
    putLists(root.crl(), line.crl());

    assertThatCode(connecting(server, line.certificate())).doesNotThrowAnyException();
    assertThatCode(connecting(server, line.certificate(), root.certificate()))
        .doesNotThrowAnyException();
  }

  @Test
  void issuersThatTheServerDoesNotSendAreFoundInTheFolders() throws Exception {
    put(folders.trustedCertificates(), line.certificate());
    put(folders.issuerCertificates(), root.certificate());
    putLists(root.crl(), line.crl());

    assertThatCode(connecting(server)).doesNotThrowAnyException();
  }

  @Test
  void anAuthorityThatIsOnlyKnownIsNotTrusted() throws Exception {
    put(folders.issuerCertificates(), root.certificate(), line.certificate());
    putLists(root.crl(), line.crl());

    assertThatThrownBy(connecting(server))
        .hasMessageContaining("is not trusted")
        .matches(refusal(StatusCodes.Bad_CertificateUntrusted));

    put(folders.trustedCertificates(), server);
    assertThatCode(connecting(server)).doesNotThrowAnyException();
  }

  @Test
  void aMissingIssuerIsNamed() throws Exception {
    put(folders.trustedCertificates(), server);

    assertThatThrownBy(connecting(server))
        .hasMessageContaining("is signed by CN=Line 1, whose certificate is not there")
        .hasMessageContaining("issuers/certs")
        .matches(refusal(StatusCodes.Bad_CertificateChainIncomplete));
  }

  @Test
  void aRevokedServerIsRefusedWhoeverIsAccepted() throws Exception {
    put(folders.trustedCertificates(), root.certificate());
    putLists(root.crl(), line.crl(server));
    rules = rules.withAutoAccept(true);

    assertThatThrownBy(connecting(server, line.certificate()))
        .hasMessageContaining("was revoked on")
        .matches(refusal(StatusCodes.Bad_CertificateRevoked));
  }

  @Test
  void aServerOfARevokedAuthorityIsRefused() throws Exception {
    put(folders.trustedCertificates(), root.certificate());
    putLists(root.crl(line.certificate()), line.crl());

    assertThatThrownBy(connecting(server, line.certificate()))
        .hasMessageContaining("has an issuer, CN=Line 1, whose certificate was revoked on")
        .matches(refusal(StatusCodes.Bad_CertificateIssuerRevoked));
  }

  @Test
  void aServerIsRefusedWhileARevocationListIsMissingUnlessThatIsAllowed() throws Exception {
    put(folders.trustedCertificates(), root.certificate());
    putLists(root.crl());

    assertThatThrownBy(connecting(server, line.certificate()))
        .hasMessageContaining("there is no revocation list of CN=Line 1")
        .hasMessageContaining("--rejectunknownrevocationstatus=false")
        .matches(refusal(StatusCodes.Bad_CertificateRevocationUnknown));

    rules = rules.withRejectUnknownRevocation(false);
    assertThatCode(connecting(server, line.certificate())).doesNotThrowAnyException();
  }

  @Test
  void aRevocationListThatIsOutOfDateRevokesAndAcquitsNobody() throws Exception {
    put(folders.trustedCertificates(), root.certificate());
    X509CRL old = line.crl(now.minus(Duration.ofDays(2)), now.minus(Duration.ofDays(1)));
    putLists(root.crl(), old);

    assertThatThrownBy(connecting(server, line.certificate()))
        .hasMessageContaining("the revocation list of CN=Line 1 is from")
        .matches(refusal(StatusCodes.Bad_CertificateRevocationUnknown));

    putLists(line.crl(now.minus(Duration.ofDays(2)), now.minus(Duration.ofDays(1)), server));
    assertThatThrownBy(connecting(server, line.certificate()))
        .matches(refusal(StatusCodes.Bad_CertificateRevoked));
  }

  @Test
  void aRevocationListThatSomebodyElseHasSignedCountsForNothing() throws Exception {
    put(folders.trustedCertificates(), root.certificate());
    putLists(root.crl(), line.crl(), line.impostor().crl(server));

    assertThatCode(connecting(server, line.certificate())).doesNotThrowAnyException();
  }

  @Test
  void anIssuerThatHasExpiredIsNamed() throws Exception {
    put(folders.trustedCertificates(), root.certificate());
    now = now.plus(Duration.ofDays(30));
    rules = rules.withRejectUnknownRevocation(false);

    assertThatThrownBy(connecting(server, line.certificate()))
        .hasMessageContaining("is valid from")
        .hasMessageContaining("has an issuer, CN=Line 1, whose certificate is valid from")
        .matches(refusal(StatusCodes.Bad_CertificateTimeInvalid));
  }

  @Test
  void aCertificateThatAServerHasIssuedItselfIsNoneOfItsAuthority() throws Exception {
    put(folders.trustedCertificates(), root.certificate());
    putLists(root.crl(), line.crl());
    TestAuthority.Issued plc = line.issue("plc2", "urn:plc2:server");
    X509Certificate forged =
        new TestAuthority(plc.certificate(), plc.key()).issue("plc1", SERVER).certificate();

    assertThatThrownBy(connecting(forged, plc.certificate(), line.certificate()))
        .hasMessageContaining("is not trusted")
        .hasMessageContaining("is signed by CN=plc2, whose certificate is not there");
  }

  private ThrowingCallable connecting(X509Certificate... chain) {
    return () ->
        new ServerCertificateTrustValidator(folders, rules, InstantSource.fixed(now))
            .validateCertificateChain(List.of(chain), SERVER, new String[] {"localhost"});
  }

  private static Predicate<Throwable> refusal(long status) {
    return thrown ->
        thrown instanceof CertificateRefusedException refused
            && refused.getStatusCode().value() == status;
  }

  private static void put(Path folder, X509Certificate... certificates) throws Exception {
    for (X509Certificate one : certificates) {
      Files.write(folder.resolve(PkiFolders.fileName(one)), one.getEncoded());
    }
  }

  private void putLists(X509CRL... lists) throws Exception {
    for (X509CRL one : lists) {
      Files.write(
          folders.issuerCrls().resolve(System.identityHashCode(one) + ".crl"), one.getEncoded());
    }
  }
}
