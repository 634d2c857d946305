package org.bactrian.localazure.pki;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.X509KeyManager;
import org.bactrian.model.file.OwnerOnly;
import org.bactrian.model.tls.TlsKeyManager;
import org.bouncycastle.operator.OperatorCreationException;

/**
 * The local Azure's own certificate authority and the one server certificate that it issues, kept
 * as PEM files in a folder: {@code ca.pem}, {@code ca.key}, {@code server.pem}, {@code server.key}.
 * The keys are made on the first start, P-256, readable by their owner only.
 */
public final class LocalAuthority {

  private static final Duration RENEW_BEFORE_END = Duration.ofDays(30);

  private final Path folder;

  private LocalAuthority(Path folder) {
    this.folder = folder;
  }

  /**
   * Opens the authority in a folder; makes what is missing, renews what ends within 30 days.
   *
   * @throws IllegalStateException when the files in the folder are not what this class wrote
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
      return TlsKeyManager.of(
          readKey(serverKeyFile()),
          List.of(readCertificate(serverCertificateFile()), readCertificate(caFile())));
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
        folder
            + ": the certificates of the local Azure cannot be used. Delete the folder to have new"
            + " ones made; clients then need the new ca.pem. Cause: "
            + cause.getMessage(),
        cause);
  }

  private void ensure(Instant now)
      throws GeneralSecurityException, OperatorCreationException, IOException {
    boolean newCa = !Files.exists(caFile()) || !Files.exists(caKeyFile());
    if (newCa || endsSoon(caFile(), now)) {
      makeCa(now);
      makeServer(now);
    } else if (!Files.exists(serverCertificateFile())
        || !Files.exists(serverKeyFile())
        || endsSoon(serverCertificateFile(), now)) {
      makeServer(now);
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
        CertificateIssuer.server(readCertificate(caFile()), readKey(caKeyFile()), now);
    OwnerOnly.write(serverKeyFile(), server.keyPem());
    OwnerOnly.write(serverCertificateFile(), server.certificatePem());
  }

  private static boolean endsSoon(Path certificate, Instant now)
      throws GeneralSecurityException, IOException {
    Instant end = readCertificate(certificate).getNotAfter().toInstant();
    return end.isBefore(now.plus(RENEW_BEFORE_END));
  }

  private static X509Certificate readCertificate(Path file)
      throws GeneralSecurityException, IOException {
    try (var in = Files.newInputStream(file)) {
      return (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in);
    }
  }

  private static PrivateKey readKey(Path file) throws GeneralSecurityException, IOException {
    String base64 = Files.readString(file).replaceAll("-----[A-Z ]+-----|\\s", "");
    try {
      return KeyFactory.getInstance("EC")
          .generatePrivate(new PKCS8EncodedKeySpec(Base64.getDecoder().decode(base64)));
    } catch (IllegalArgumentException e) {
      throw new InvalidKeySpecException(file + " is no PEM file of a key", e);
    }
  }
}
