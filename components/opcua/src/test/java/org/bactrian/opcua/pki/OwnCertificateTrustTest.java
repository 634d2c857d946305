package org.bactrian.opcua.pki;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.bactrian.patience.TestAuthority;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Trust lists of servers, and the client that brings them. */
class OwnCertificateTrustTest {

  private static final Map<TestAuthority, X509CRL> CRLS = new HashMap<>();

  private static TestAuthority plant;
  private static TestAuthority line;
  private static X509Certificate client;
  private static TestAuthority other;

  @TempDir private Path root;
  private PkiFolders folders;
  private OwnCertificateTrust trust;

  @BeforeAll
  static void issue() {
    plant = TestAuthority.root("Plant");
    line = plant.subordinate("Line 1");
    client = line.issue("edge", "urn:edge").certificate();
    other = TestAuthority.root("Other plant");
  }

  @BeforeEach
  void start() {
    folders = new PkiFolders(root);
    trust = new OwnCertificateTrust(folders, InstantSource.system());
  }

  @Test
  void aClientWithASelfSignedCertificateStaysInAListThatNamesOthers() {
    X509Certificate selfSigned = TestAuthority.root("edge").certificate();
    DeliveredTrustList list = trusting(other);

    DeliveredTrustList completed = completed(list, List.of(selfSigned));

    assertThat(completed.trustedCertificates()).containsExactly(other.certificate(), selfSigned);
    assertThat(completed.trustedCrls()).isEqualTo(list.trustedCrls());
    assertThat(completed.issuerCertificates()).isEmpty();
    assertThat(completed(completed, List.of(selfSigned))).isEqualTo(completed);
  }

  @Test
  void aClientOfAnotherGroupIsAddedWithItsIssuersAndTheListsThatItHasOfThem() throws Exception {
    X509CRL crl = line.crl();
    Files.write(folders.issuerCrls().resolve("line.crl"), crl.getEncoded());

    DeliveredTrustList completed =
        completed(trusting(other), List.of(client, line.certificate(), plant.certificate()));

    assertThat(completed.trustedCertificates()).containsExactly(other.certificate(), client);
    assertThat(completed.issuerCertificates())
        .containsExactly(line.certificate(), plant.certificate());
    assertThat(completed.issuerCrls()).containsExactly(crl);
  }

  @Test
  void aClientOfATrustedGroupNeedsNothing() {
    DeliveredTrustList list = trusting(line, plant);

    assertThat(completed(list, List.of(client, line.certificate()))).isEqualTo(list);
  }

  @Test
  void aClientThatWasRevokedIsLeftOutWhoeverHasTheListThatSaysSo() throws Exception {
    DeliveredTrustList inTheList =
        new DeliveredTrustList(
            List.of(other.certificate()),
            List.of(other.crl()),
            List.of(line.certificate(), plant.certificate()),
            List.of(line.crl(client), plant.crl()));
    List<X509Certificate> chain = List.of(client, line.certificate(), plant.certificate());

    assertThat(completed(inTheList, chain)).isEqualTo(inTheList);

    X509Certificate former = TestAuthority.root("edge").certificate();
    assertThat(trust.completed(inTheList, List.of(List.of(former), chain))).isEqualTo(inTheList);

    Files.write(folders.trustedCrls().resolve("line.crl"), line.crl(client).getEncoded());
    assertThat(completed(trusting(other), chain)).isEqualTo(trusting(other));
  }

  @Test
  void aClientWhoseAuthorityWasRevokedIsLeftOut() {
    DeliveredTrustList list =
        new DeliveredTrustList(
            List.of(plant.certificate()),
            List.of(plant.crl(line.certificate())),
            List.of(),
            List.of());

    assertThat(completed(list, List.of(client, line.certificate()))).isEqualTo(list);
  }

  private DeliveredTrustList completed(DeliveredTrustList list, List<X509Certificate> chain) {
    return trust.completed(list, List.of(chain));
  }

  /** One list an authority, so that lists with it are equal. */
  private static X509CRL crl(TestAuthority authority) {
    return CRLS.computeIfAbsent(authority, one -> one.crl());
  }

  private static DeliveredTrustList trusting(TestAuthority... authorities) {
    return new DeliveredTrustList(
        List.of(authorities).stream().map(TestAuthority::certificate).toList(),
        List.of(authorities).stream().map(OwnCertificateTrustTest::crl).toList(),
        List.of(),
        List.of());
  }
}
