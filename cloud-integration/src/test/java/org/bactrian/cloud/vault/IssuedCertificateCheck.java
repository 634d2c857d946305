package org.bactrian.cloud.vault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.bactrian.cloud.vault.VaultTestServer.chain;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateFactory;
import java.security.cert.X509CRL;
import java.util.List;
import java.util.UUID;
import org.bactrian.cloud.security.Permission;
import org.bactrian.cloud.vault.certificate.CertificateParts;

/**
 * Looks at certificates that a vault has issued, over its REST API and with openssl.
 *
 * @param folder for the files that openssl reads
 */
record IssuedCertificateCheck(VaultTestServer vault, Path folder) {

  /** The serial number of the certificate that has signed one. */
  String issuerSerial(String serial) throws Exception {
    JsonNode chain = vault.ok(Permission.READ, "GET", "/certificates/" + serial, "");
    return CertificateParts.serial(
        CertificateParts.read(chain(chain, "certificate").get(1)).getSerialNumber());
  }

  /** The revocation list of a group, by the certificate that it has now. */
  X509CRL revocationList(String group) throws Exception {
    String application = vault.application("urn:crl:" + UUID.randomUUID());
    String uri =
        vault
            .cloud()
            .cloud
            .applications
            .getApplicationRegistration(application)
            .application()
            .applicationUri();
    byte[] der = vault.certificate(application, group, SigningRequests.rsa(uri));
    String issuer =
        issuerSerial(CertificateParts.serial(CertificateParts.read(der).getSerialNumber()));
    return (X509CRL)
        CertificateFactory.getInstance("X.509")
            .generateCRL(new ByteArrayInputStream(vault.open("/crl/" + issuer).body()));
  }

  /** Has {@code openssl verify} judge a certificate, by its issuers and their lists. */
  boolean isAccepted(String serial, byte[] certificate) throws Exception {
    assumeThat(OpenSsl.isInstalled()).as("openssl is installed").isTrue();
    List<byte[]> chain =
        chain(vault.ok(Permission.READ, "GET", "/certificates/" + serial, ""), "certificate");
    List<byte[]> issuers = chain.subList(1, chain.size());
    String issuer =
        CertificateParts.serial(CertificateParts.read(issuers.get(0)).getSerialNumber());
    List<byte[]> lists =
        chain(vault.ok(Permission.READ, "GET", "/certificates/" + issuer + "/crl", ""), "crl");
    Path directory = Files.createTempDirectory(folder, "openssl");
    Path authorities = OpenSsl.certificates(directory.resolve("ca.pem"), issuers);
    Path crls = OpenSsl.lists(directory.resolve("crl.pem"), lists);
    Path leaf = OpenSsl.certificates(directory.resolve("leaf.pem"), List.of(certificate));
    assertListIsSound(directory, lists.get(0), authorities);

    OpenSsl.Outcome outcome =
        OpenSsl.run(
            "verify",
            "-x509_strict",
            "-crl_check_all",
            "-CAfile",
            authorities.toString(),
            "-CRLfile",
            crls.toString(),
            leaf.toString());

    assertThat(outcome.output()).matches("(?s).*(: OK|revoked).*");
    return outcome.code() == 0;
  }

  private static void assertListIsSound(Path directory, byte[] list, Path authorities)
      throws IOException, InterruptedException {
    Path crl = OpenSsl.lists(directory.resolve("one.pem"), List.of(list));
    OpenSsl.Outcome outcome =
        OpenSsl.run(
            "crl", "-in", crl.toString(), "-CAfile", authorities.toString(), "-noout", "-text");
    assertThat(outcome.output()).contains("verify OK").contains("X509v3 CRL Number");
  }
}
