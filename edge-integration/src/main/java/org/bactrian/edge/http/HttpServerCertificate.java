package org.bactrian.edge.http;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import org.bactrian.model.file.OwnerOnly;
import org.bactrian.model.tls.PemIdentity;
import org.bactrian.model.tls.ServerIdentity;
import org.bactrian.model.tls.TlsCertificates;
import org.bouncycastle.asn1.x500.X500Name;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Self-signed certificate of the HTTP API, stored with its private key in {@code server.pem}, which
 * only the owner can read; {@code server.crt} beside it is for clients. Thread-safe.
 */
public final class HttpServerCertificate {

  /** Validity of a new certificate. */
  static final Duration VALIDITY = Duration.ofDays(365);

  /** Time before expiry at which a certificate is replaced. */
  static final Duration AHEAD = Duration.ofDays(30);

  private static final Logger LOG = LoggerFactory.getLogger(HttpServerCertificate.class);
  private static final String IDENTITY_FILE = "server.pem";
  private static final String CERTIFICATE_FILE = "server.crt";

  private final Path folder;
  private final List<String> names;
  private final InstantSource clock;
  private final LongAdder renewals = new LongAdder();

  // Read or made by in(), before anybody has the certificate.
  @SuppressWarnings("NullAway.Init")
  private ServerIdentity identity;

  private HttpServerCertificate(Path folder, List<String> names, InstantSource clock) {
    this.folder = folder;
    this.names = List.copyOf(names);
    this.clock = clock;
  }

  /**
   * Returns the certificate stored in a folder, or a new one when there is none, when it is about
   * to expire or is for other names, or when its file is damaged; the damaged file is kept beside
   * it.
   *
   * @param names host names and addresses of the server, the first its subject
   * @throws IOException when the folder cannot be read or written
   */
  public static HttpServerCertificate in(Path folder, List<String> names, InstantSource clock)
      throws IOException {
    HttpServerCertificate certificate = new HttpServerCertificate(folder, names, clock);
    Path file = folder.resolve(IDENTITY_FILE);
    Optional<ServerIdentity> present = Files.exists(file) ? read(file) : Optional.empty();
    if (present.isPresent()) {
      certificate.identity = present.get();
      certificate.renewWhenDue();
    } else {
      if (Files.exists(file)) {
        LOG.warn(
            "{} is cut short or holds no private key with a certificate in PEM form. It is kept as"
                + " {}, and the HTTP API has a new certificate, {}: its clients must be told to"
                + " trust it, unless you put the right file back and start again.",
            file,
            setAside(file),
            folder.resolve(CERTIFICATE_FILE));
      }
      certificate.renew();
    }
    return certificate;
  }

  /** Returns the certificate chain and private key that the server presents to clients. */
  public synchronized ServerIdentity identity() {
    return identity;
  }

  /** Returns the certificate as PEM. */
  public synchronized String pem() {
    return TlsCertificates.pem(List.of(identity.certificate()));
  }

  /**
   * Creates a new certificate when this one is about to expire or is for another name.
   *
   * @return true when a new certificate was created
   * @throws IOException when the folder cannot be written; the certificate then stays the same
   */
  public synchronized boolean renewWhenDue() throws IOException {
    Instant end = identity.certificate().getNotAfter().toInstant();
    boolean subject =
        X500Name.getInstance(identity.certificate().getSubjectX500Principal().getEncoded())
            .equals(TlsCertificates.name(names.get(0)));
    if (subject && clock.instant().plus(AHEAD).isBefore(end)) {
      return false;
    }
    renew();
    LOG.info("The HTTP API has a new certificate: {}", folder.resolve(CERTIFICATE_FILE));
    return true;
  }

  /**
   * Creates a new certificate even if this one is still valid.
   *
   * @throws IOException when the folder cannot be written; the certificate then stays the same
   */
  public synchronized void renew() throws IOException {
    ServerIdentity made = TlsCertificates.server(names, clock.instant(), VALIDITY);
    OwnerOnly.folder(folder);
    OwnerOnly.write(
        folder.resolve(IDENTITY_FILE),
        (TlsCertificates.pem(made.key()) + TlsCertificates.pem(made.chain()))
            .getBytes(StandardCharsets.UTF_8));
    Files.writeString(folder.resolve(CERTIFICATE_FILE), TlsCertificates.pem(made.chain()));
    identity = made;
    renewals.increment();
  }

  /** Number of certificates that were made. */
  long renewals() {
    return renewals.sum();
  }

  private static Path setAside(Path file) throws IOException {
    Path aside = file.resolveSibling(file.getFileName() + ".damaged");
    return Files.move(file, aside, StandardCopyOption.REPLACE_EXISTING);
  }

  /** Empty when the file does not hold what it should. */
  private static Optional<ServerIdentity> read(Path file) throws IOException {
    String pem = Files.readString(file, StandardCharsets.ISO_8859_1);
    try {
      return PemIdentity.read(pem);
    } catch (IOException | GeneralSecurityException | IllegalArgumentException e) {
      LOG.debug("{} is damaged", file, e);
      return Optional.empty();
    }
  }
}
