package org.bactrian.opcua.pki;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import org.bactrian.model.fault.OperationException;
import org.bactrian.model.registry.TrustListLimits;
import org.bactrian.patience.TestAuthority;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrustListDeliveryTest {

  private static TestAuthority plant;
  private static TestAuthority line;
  private static X509Certificate server;

  @TempDir private Path root;
  private PkiFolders folders;
  private TrustListDelivery delivery;

  @BeforeAll
  static void issue() {
    plant = TestAuthority.root("Plant");
    line = plant.subordinate("Line 1");
    server = line.issue("plc1", "urn:plc1:server").certificate();
  }

  @BeforeEach
  void start() {
    folders = new PkiFolders(root);
    delivery = new TrustListDelivery(folders);
  }

  @Test
  void eachListGoesToItsFolder() throws Exception {
    X509CRL ofPlant = plant.crl();
    X509CRL ofLine = line.crl();

    assertThat(
            delivery.replace(
                new DeliveredTrustList(
                    List.of(line.certificate()),
                    List.of(ofLine),
                    List.of(plant.certificate()),
                    List.of(ofPlant))))
        .isTrue();

    var list = folders.trustList();
    assertThat(list.getTrustedCertificates()).containsExactly(line.certificate());
    assertThat(list.getTrustedCrls()).containsExactly(ofLine);
    assertThat(list.getIssuerCertificates()).containsExactly(plant.certificate());
    assertThat(list.getIssuerCrls()).containsExactly(ofPlant);
  }

  @Test
  void aDeliveryReplacesTheOneBeforeAndLeavesWhatAnOperatorHasPutThere() throws Exception {
    X509Certificate byHand = plant.issue("plc2", "urn:plc2:server").certificate();
    Files.write(folders.trustedCertificates().resolve("plc2.der"), byHand.getEncoded());
    delivery.replace(trusting(server));
    X509Certificate other = line.issue("plc3", "urn:plc3:server").certificate();

    assertThat(delivery.replace(trusting(other))).isTrue();
    assertThat(delivery.replace(trusting(other))).isFalse();

    assertThat(folders.trustList().getTrustedCertificates())
        .containsExactlyInAnyOrder(byHand, other);
    delivery.replace(trusting());
    assertThat(folders.trustList().getTrustedCertificates()).containsExactly(byHand);
  }

  @Test
  void trustInAServerThatIsGivenItsCertificateEndsWithTheFirstListAfterwardsThatDoesNotNameIt()
      throws Exception {
    ServerCertificateTrust trust =
        ServerCertificateTrust.in(
            folders, List.of(server, line.certificate(), plant.certificate()));
    delivery.replace(trusting());
    assertThat(folders.trustList().getTrustedCertificates()).containsExactly(server);
    assertThat(folders.trustList().getIssuerCertificates())
        .containsExactlyInAnyOrder(line.certificate(), plant.certificate());

    trust.leaveToTrustLists();

    assertThat(folders.trustList().getTrustedCertificates()).containsExactly(server);
    assertThat(delivery.replace(trusting(line.certificate()))).isTrue();

    assertThat(folders.trustList().getTrustedCertificates()).containsExactly(line.certificate());
    assertThat(folders.trustList().getIssuerCertificates()).isEmpty();
  }

  @Test
  void aRevocationListThatItsAuthorityHasNotSignedChangesNothing() {
    delivery.replace(trusting(server));
    X509CRL forged = line.impostor().crl(server);

    assertThatThrownBy(
            () ->
                delivery.replace(
                    new DeliveredTrustList(
                        List.of(), List.of(), List.of(line.certificate()), List.of(forged))))
        .isInstanceOf(OperationException.class)
        .hasMessageContaining("issuerCrls[0] was not signed by CN=Line 1");
    assertThatThrownBy(
            () ->
                delivery.replace(
                    new DeliveredTrustList(List.of(), List.of(line.crl()), List.of(), List.of())))
        .hasMessageContaining("trustedCrls[0] was not signed by CN=Line 1, or the certificate");

    assertThat(folders.trustList().getTrustedCertificates()).containsExactly(server);
    assertThat(folders.trustList().getIssuerCertificates()).isEmpty();
  }

  @Test
  void anIssuerThatIsNoAuthorityIsRefused() {
    assertThatThrownBy(
            () ->
                delivery.replace(
                    new DeliveredTrustList(List.of(), List.of(), List.of(server), List.of())))
        .isInstanceOf(OperationException.class)
        .hasMessageContaining("issuerCertificates[0], CN=plc1, is no certificate of an authority");
  }

  @Test
  void anEntryThatIsNoneIsNamed() throws Exception {
    String good = Base64.getEncoder().encodeToString(server.getEncoded());
    byte[] doubled = new byte[2 * server.getEncoded().length];
    System.arraycopy(server.getEncoded(), 0, doubled, 0, server.getEncoded().length);

    assertBad(List.of(good, "%%%"), "trusted[1] is not Base64");
    assertBad(List.of(""), "trusted[0] is empty");
    assertBad(List.of("AAAA"), "trusted[0] is damaged");
    assertBad(
        List.of(Base64.getEncoder().encodeToString(doubled)), "trusted[0] goes on after its end");
    assertBad(
        List.of(
            Base64.getEncoder().encodeToString(new byte[DeliveredTrustList.MAX_CERTIFICATE + 1])),
        "trusted[0] has 16385 bytes");
    assertBad(
        Collections.nCopies(TrustListLimits.MAX_ENTRIES + 1, good), "trusted has 1001 entries");
    assertThatThrownBy(() -> DeliveredTrustList.crls("lists", List.of(good)))
        .hasMessageContaining("lists[0] is damaged");
  }

  private static void assertBad(List<String> entries, String reason) {
    assertThatThrownBy(() -> DeliveredTrustList.certificates("trusted", entries))
        .isInstanceOf(OperationException.class)
        .hasMessageContaining(reason);
  }

  private static DeliveredTrustList trusting(X509Certificate... certificates) {
    return new DeliveredTrustList(List.of(certificates), List.of(), List.of(), List.of());
  }
}
