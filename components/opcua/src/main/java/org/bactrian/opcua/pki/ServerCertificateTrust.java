package org.bactrian.opcua.pki;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.milo.opcua.stack.core.security.TrustListManager;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Trust in a certificate that a server is about to get, so that it is connected to again: files in
 * the trusted and issuer folders, unless the certificate is trusted already. Until it is settled
 * who has the certificate, no trust list that is delivered meanwhile removes them.
 */
public final class ServerCertificateTrust {

  private static final Logger LOG = LoggerFactory.getLogger(ServerCertificateTrust.class);

  private final List<Path> written;

  private ServerCertificateTrust(List<Path> written) {
    this.written = List.copyOf(written);
  }

  /**
   * Trusts a certificate.
   *
   * @param chain the certificate, then its issuers
   * @throws IOException when a file cannot be written; none is left then
   */
  public static ServerCertificateTrust in(PkiFolders folders, List<X509Certificate> chain)
      throws IOException {
    List<Path> written = new ArrayList<>();
    if (isTrusted(folders.trustList(), chain)) {
      return new ServerCertificateTrust(written);
    }
    try {
      for (int i = 0; i < chain.size(); i++) {
        Path folder = i == 0 ? folders.trustedCertificates() : folders.issuerCertificates();
        Path file = folder.resolve(PkiFolders.fileName(chain.get(i)));
        if (!Files.exists(file)) {
          written.add(file);
          Files.write(file, chain.get(i).getEncoded());
        }
      }
      LOG.info(
          "The certificate {} is trusted, since its server is given it: {}",
          chain.get(0).getSubjectX500Principal(),
          written);
      return new ServerCertificateTrust(written);
    } catch (IOException | GeneralSecurityException e) {
      new ServerCertificateTrust(written).withdraw();
      throw new IOException(
          "The new certificate cannot be written to " + folders.trustedCertificates(), e);
    }
  }

  private static boolean isTrusted(TrustListManager list, List<X509Certificate> chain) {
    List<X509Certificate> known = new ArrayList<>(list.getTrustedCertificates());
    known.addAll(list.getIssuerCertificates());
    return CertificatePath.of(chain, known, Instant.now()).certificates().stream()
        .anyMatch(list.getTrustedCertificates()::contains);
  }

  /** Makes the files those of a delivery: the next trust list says whether they stay. */
  public void leaveToTrustLists() {
    for (Path file : written) {
      try {
        Files.move(file, TrustListDelivery.delivered(file), StandardCopyOption.REPLACE_EXISTING);
      } catch (IOException e) {
        LOG.warn("{} cannot be renamed, and stays whatever trust lists say.", file, e);
      }
    }
  }

  /** Removes the files again, when the server did not get the certificate after all. */
  public void withdraw() {
    for (Path file : written) {
      try {
        Files.deleteIfExists(file);
      } catch (IOException e) {
        LOG.warn("{} is for a certificate that no server has: remove it.", file, e);
      }
    }
  }
}
