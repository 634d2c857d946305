package org.bactrian.opcua.pki;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.bactrian.patience.TestAuthority;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Stores of certificates that are not below the PKI folder. */
class StorePathsTest {

  private static final TestAuthority HALL = TestAuthority.root("Hall 3");

  @TempDir private Path disk;
  private PkiFolders folders;

  @BeforeEach
  void open() {
    folders =
        new PkiFolders(
            disk.resolve("pki"),
            Map.of(
                PkiStore.Application, disk.resolve("a"),
                PkiStore.Trusted, disk.resolve("t"),
                PkiStore.Rejected, disk.resolve("r"),
                PkiStore.Issuer, disk.resolve("i")));
  }

  private static X509Certificate server() {
    return HALL.issue("Pump", "urn:pump").certificate();
  }

  private void validate(X509Certificate certificate) throws Exception {
    new ServerCertificateTrustValidator(
            folders,
            ServerCertificateRules.DEFAULT.withRejectUnknownRevocation(false),
            InstantSource.system())
        .validateCertificateChain(List.of(certificate), "urn:pump", null);
  }

  @Test
  void issuersWhereOpcPublisherHasThemAreTakenUnlessThereAreOthers() throws Exception {
    Path root = disk.resolve("former");
    Files.createDirectories(root.resolve("issuer/certs"));

    assertThat(new PkiFolders(root).issuerCertificates()).isEqualTo(root.resolve("issuer/certs"));
    assertThat(root.resolve("issuers")).doesNotExist();

    Files.createDirectories(root.resolve("issuers/certs"));
    assertThat(new PkiFolders(root).issuerCertificates()).isEqualTo(root.resolve("issuers/certs"));
  }

  @Test
  void whatIsInAStoreCountsAndWhatIsRefusedIsPutThere() throws Exception {
    X509Certificate pump = server();
    assertThatThrownBy(() -> validate(pump)).isInstanceOf(CertificateRefusedException.class);
    assertThat(disk.resolve("r/certs")).isNotEmptyDirectory();

    Files.write(disk.resolve("t/certs/pump.der"), pump.getEncoded());
    Files.write(disk.resolve("i/certs/hall.der"), HALL.certificate().getEncoded());

    validate(pump);
  }

  @Test
  void changesFromAfarAreMadeThere() throws Exception {
    X509Certificate pump = server();
    CertificateStores stores = new CertificateStores(folders, () -> {});

    stores.trust(pump);

    assertThat(disk.resolve("t/certs")).isNotEmptyDirectory();
    assertThat(stores.certificates(PkiStore.Trusted)).containsExactly(pump);
    stores.removeAll(PkiStore.Trusted);
    assertThat(disk.resolve("t/certs")).isEmptyDirectory();
  }

  @Test
  void theCertificateOfThisClientIsThere() throws IOException {
    ApplicationCertificate.in(
        folders, "edge", "", "urn:edge", List.of("localhost"), Clock.systemUTC());

    assertThat(disk.resolve("a/certs/application.der")).exists();
    assertThat(disk.resolve("a/private/application.pem")).exists();
  }
}
