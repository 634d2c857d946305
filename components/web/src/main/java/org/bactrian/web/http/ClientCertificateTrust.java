package org.bactrian.web.http;

import java.io.IOException;
import java.net.Socket;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.CertPathBuilder;
import java.security.cert.CertStore;
import java.security.cert.Certificate;
import java.security.cert.CollectionCertStoreParameters;
import java.security.cert.PKIXBuilderParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509CertSelector;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;
import javax.net.ssl.X509TrustManager;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Certificates of clients that an HTTP server trusts: those of the authorities in a PEM file or a
 * folder, and those that lie there themselves. A change of the file or folder counts within
 * seconds. Safe for use by several threads.
 *
 * <p>The handshake takes every certificate and proves that the client has its key; {@link #fault}
 * tells afterwards whether it is trusted, so that a client which is not gets a problem document
 * rather than a connection that breaks.
 */
public final class ClientCertificateTrust {

  private static final Logger LOG = LoggerFactory.getLogger(ClientCertificateTrust.class);
  private static final long LOOK_AGAIN = TimeUnit.SECONDS.toNanos(2);
  private static final int LONGEST_CHAIN = 5;
  private static final Set<String> CLIENT_USES = Set.of("1.3.6.1.5.5.7.3.2", "2.5.29.37.0");

  private final Path source;
  private final InstantSource clock;
  private TrustedClientFiles files;
  private long looked = System.nanoTime();

  private ClientCertificateTrust(Path source, InstantSource clock, TrustedClientFiles files) {
    this.source = source;
    this.clock = clock;
    this.files = files;
    warnOfIgnored();
  }

  /**
   * Reads what is trusted.
   *
   * @param source PEM or DER file, or folder of such files, with certificates and, where
   *     certificates may be revoked, the revocation lists of all their authorities
   * @throws IOException when it cannot be read or holds no certificate, with the file
   */
  public static ClientCertificateTrust of(Path source, InstantSource clock) throws IOException {
    return new ClientCertificateTrust(source, clock, TrustedClientFiles.read(source));
  }

  private synchronized TrustedClientFiles files() {
    long now = System.nanoTime();
    if (now - looked > LOOK_AGAIN) {
      looked = now;
      if (!files.isCurrent(source)) {
        try {
          files = TrustedClientFiles.read(source);
          LOG.info("The certificates of clients in {} have changed and count now", source);
          warnOfIgnored();
        } catch (IOException e) {
          LOG.warn("{}. Clients are trusted as before until it is put right.", e.getMessage(), e);
        }
      }
    }
    return files;
  }

  private void warnOfIgnored() {
    if (files.ignored() > 0) {
      LOG.warn(ignoredFiles().orElseThrow());
    }
  }

  /**
   * Files of the folder that do not count, since there are too many.
   *
   * @return what is wrong and what to do, as a sentence; empty when all files count
   */
  public Optional<String> ignoredFiles() {
    int ignored = files().ignored();
    return ignored == 0
        ? Optional.empty()
        : Optional.of(
            ("%d files of %s do not count: the first %d by name are read. Put several certificates"
                    + " into one PEM file, or trust their authority instead.")
                .formatted(ignored, source, TrustedClientFiles.MAX_FILES));
  }

  /**
   * Checks the certificate of a client. Reads files now and then, so never call it on an event
   * loop.
   *
   * @param chain its certificate first, then issuers as far as the client sent them
   * @return why it is not trusted, as a sentence; empty when it is
   */
  public Optional<String> fault(List<X509Certificate> chain) {
    X509Certificate own = chain.get(0);
    Instant now = clock.instant();
    TrustedClientFiles trusted = files();
    try {
      own.checkValidity(Date.from(now));
      List<String> uses = own.getExtendedKeyUsage();
      if (uses != null && uses.stream().noneMatch(CLIENT_USES::contains)) {
        return Optional.of("The certificate of the client is not for clients.");
      }
      if (!trusted.certificates().contains(own)) {
        requirePath(chain, trusted, now);
      }
      return Optional.empty();
    } catch (GeneralSecurityException e) {
      LOG.debug("A client's certificate is refused", e);
      return Optional.of(
          "The certificate of the client is out of date, revoked, or of no authority that is"
              + " trusted here.");
    }
  }

  private static void requirePath(
      List<X509Certificate> chain, TrustedClientFiles trusted, Instant now)
      throws GeneralSecurityException {
    Set<TrustAnchor> anchors =
        trusted.certificates().stream()
            .filter(certificate -> certificate.getBasicConstraints() >= 0)
            .map(certificate -> new TrustAnchor(certificate, null))
            .collect(Collectors.toSet());
    if (anchors.isEmpty()) {
      throw new GeneralSecurityException("No authority is trusted");
    }
    X509CertSelector own = new X509CertSelector();
    own.setCertificate(chain.get(0));
    PKIXBuilderParameters path = new PKIXBuilderParameters(anchors, own);
    path.setDate(Date.from(now));
    path.setMaxPathLength(LONGEST_CHAIN);
    path.setRevocationEnabled(!trusted.lists().isEmpty());
    List<Object> known = new ArrayList<>(chain);
    known.addAll(trusted.lists());
    path.addCertStore(
        CertStore.getInstance("Collection", new CollectionCertStoreParameters(known)));
    CertPathBuilder.getInstance("PKIX").build(path);
  }

  /** Trust manager of the handshake, which names the authorities to clients. */
  X509TrustManager handshake() {
    return new HandshakeTrust();
  }

  private X509Certificate[] authorities() {
    return files().certificates().stream()
        .filter(certificate -> certificate.getBasicConstraints() >= 0)
        .toArray(X509Certificate[]::new);
  }

  /** Certificates of a connection as far as they are X.509. */
  static List<X509Certificate> x509(List<Certificate> certificates) {
    return certificates.stream()
        .filter(X509Certificate.class::isInstance)
        .map(X509Certificate.class::cast)
        .toList();
  }

  /** Trust manager that leaves the decision to {@link #fault}. */
  private final class HandshakeTrust extends X509ExtendedTrustManager {

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) {
      throw new UnsupportedOperationException("This trust manager is of a server");
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {
      checkServerTrusted(chain, type);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {
      checkServerTrusted(chain, type);
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return authorities();
    }
  }
}
