package org.bactrian.localazure.pki;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import javax.net.ssl.X509KeyManager;
import org.bactrian.model.file.OwnerOnly;
import org.bactrian.model.tls.ServerIdentity;
import org.bactrian.model.tls.TlsCertificates;
import org.bactrian.model.tls.TlsKeyStore;
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
  private static final String CA_NAME = "Bactrian local Azure for development and tests only";

  /** Names and addresses that the server certificate is valid for. */
  private static final List<String> SERVER_NAMES =
      List.of("localhost", "hub.localhost", "127.0.0.1", "::1");

  private static final Duration CA_LIFETIME = Duration.ofDays(3650);

  /** Apple and others refuse server certificates that live longer than 825 days. */
  private static final Duration SERVER_LIFETIME = Duration.ofDays(397);

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
    } catch (GeneralSecurityException e) {
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

  private void ensure(Instant now) throws GeneralSecurityException, IOException {
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

  private void makeCa(Instant now) throws IOException {
    // Certificates go first and come last: what is cut short in between begins anew.
    Files.deleteIfExists(serverCertificateFile());
    Files.deleteIfExists(caFile());
    ServerIdentity ca = TlsCertificates.authority(CA_NAME, now, CA_LIFETIME);
    write(ca, caKeyFile(), caFile());
  }

  private void makeServer(Instant now) throws GeneralSecurityException, IOException {
    Files.deleteIfExists(serverCertificateFile());
    ServerIdentity ca =
        new ServerIdentity(List.of(KeyFiles.certificate(caFile())), KeyFiles.key(caKeyFile()));
    ServerIdentity server = TlsCertificates.server(SERVER_NAMES, now, SERVER_LIFETIME, ca);
    write(server, serverKeyFile(), serverCertificateFile());
  }

  private static void write(ServerIdentity made, Path keyFile, Path certificateFile)
      throws IOException {
    OwnerOnly.write(keyFile, TlsCertificates.pem(made.key()).getBytes(StandardCharsets.US_ASCII));
    OwnerOnly.write(
        certificateFile, TlsCertificates.pem(made.chain()).getBytes(StandardCharsets.US_ASCII));
  }
}
