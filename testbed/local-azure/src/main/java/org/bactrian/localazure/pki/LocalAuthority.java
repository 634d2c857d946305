package org.bactrian.localazure.pki;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import javax.net.ssl.X509KeyManager;
import org.bactrian.model.file.OwnerOnly;
import org.bactrian.model.tls.TlsKeyStore;
import org.bouncycastle.operator.OperatorCreationException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The local Azure's own certificate authority and the one server certificate that it issues, kept
 * as PEM files in a folder: {@code ca.pem}, {@code ca.key}, {@code server.pem}, {@code server.key}.
 * The keys are made on the first start, P-256, readable by their owner only.
 */
public final class LocalAuthority {

  private static final Logger LOG = LoggerFactory.getLogger(LocalAuthority.class);
  private static final Duration RENEW_BEFORE_END = Duration.ofDays(30);

  private final Path folder;

  private LocalAuthority(Path folder) {
    this.folder = folder;
  }

  /**
   * Opens the authority in a folder; makes what is missing, renews what ends within 30 days. Of the
   * server it makes anew what cannot be used; the authority stays, since clients trust it.
   *
   * @throws IllegalStateException naming the file, when the authority's cannot be used
   */
  public static LocalAuthority open(Path folder, Clock clock) {
    LocalAuthority authority = new LocalAuthority(folder);
    try {
      OwnerOnly.folder(folder);
      authority.ensure(clock.instant());
    } catch (GeneralSecurityException | OperatorCreationException e) {
      throw authority.unusable(e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return authority;
  }

  /** The authority's certificate, PEM: what clients have to trust. */
  public Path caFile() {
    return folder.resolve("ca.pem");
  }

  /**
   * The server's key, its certificate and the authority's, as TLS takes them.
   *
   * @throws IllegalStateException when the files in the folder are not what this class wrote
   */
  public X509KeyManager serverKeys() {
    try {
      return TlsKeyStore.keyManager(
          KeyFiles.key(serverKeyFile()),
          List.of(KeyFiles.certificate(serverCertificateFile()), KeyFiles.certificate(caFile())));
    } catch (GeneralSecurityException e) {
      throw unusable(e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Path serverCertificateFile() {
    return folder.resolve("server.pem");
  }

  private Path serverKeyFile() {
    return folder.resolve("server.key");
  }

  private Path caKeyFile() {
    return folder.resolve("ca.key");
  }

  private IllegalStateException unusable(Exception cause) {
    return new IllegalStateException(
        cause.getMessage()
            + " Put back a copy of it, or delete the folder "
            + folder
            + " to begin anew; clients then need the new ca.pem.",
        cause);
  }

  private void ensure(Instant now)
      throws GeneralSecurityException, OperatorCreationException, IOException {
    // The certificate is written last: without it there was no authority that clients trust.
    if (!Files.exists(caFile())) {
      makeCa(now);
      makeServer(now);
      return;
    }
    KeyFiles.requirePair(caFile(), caKeyFile());
    if (KeyFiles.endsBefore(caFile(), now.plus(RENEW_BEFORE_END))) {
      makeCa(now);
      makeServer(now);
    } else if (!isServerUsable(now)) {
      makeServer(now);
    }
  }

  private boolean isServerUsable(Instant now) throws IOException {
    if (!Files.exists(serverCertificateFile()) || !Files.exists(serverKeyFile())) {
      return false;
    }
    try {
      KeyFiles.requirePair(serverCertificateFile(), serverKeyFile());
      return !KeyFiles.endsBefore(serverCertificateFile(), now.plus(RENEW_BEFORE_END));
    } catch (GeneralSecurityException e) {
      LOG.warn("{} The server's certificate is made anew.", e.getMessage());
      return false;
    }
  }

  private void makeCa(Instant now)
      throws GeneralSecurityException, OperatorCreationException, IOException {
    // Certificates go first and come last: what is cut short in between begins anew.
    Files.deleteIfExists(serverCertificateFile());
    Files.deleteIfExists(caFile());
    CertificateIssuer.Issued ca = CertificateIssuer.authority(now);
    OwnerOnly.write(caKeyFile(), ca.keyPem());
    OwnerOnly.write(caFile(), ca.certificatePem());
  }

  private void makeServer(Instant now)
      throws GeneralSecurityException, OperatorCreationException, IOException {
    Files.deleteIfExists(serverCertificateFile());
    CertificateIssuer.Issued server =
        CertificateIssuer.server(KeyFiles.certificate(caFile()), KeyFiles.key(caKeyFile()), now);
    OwnerOnly.write(serverKeyFile(), server.keyPem());
    OwnerOnly.write(serverCertificateFile(), server.certificatePem());
  }
}
