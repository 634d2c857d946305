package org.bactrian.launcher.azure;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** Trust in the authority of the local Azure. */
final class LocalTrust {

  private LocalTrust() {}

  /** A context that trusts the authority in a PEM file and nobody else. */
  static SSLContext context(Path authority) {
    try {
      TrustManagerFactory trust =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(store(authority));
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, trust.getTrustManagers(), null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(authority + " cannot be trusted", e);
    }
  }

  private static KeyStore store(Path authority) {
    try (InputStream stream = Files.newInputStream(authority)) {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      store.setCertificateEntry(
          "local-azure", CertificateFactory.getInstance("X.509").generateCertificate(stream));
      return store;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(authority + " is no certificate", e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
