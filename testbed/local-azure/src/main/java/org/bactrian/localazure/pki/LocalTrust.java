package org.bactrian.localazure.pki;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** Trust in the local Azure's authority, for clients that run on this machine. */
public final class LocalTrust {

  private LocalTrust() {}

  /**
   * A context that trusts one authority and nobody else.
   *
   * @param caFile PEM certificate
   * @throws IllegalStateException when the file is no certificate
   */
  public static SSLContext sslContext(Path caFile) {
    try (var in = Files.newInputStream(caFile)) {
      KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
      store.load(null, null);
      store.setCertificateEntry(
          "ca", CertificateFactory.getInstance("X.509").generateCertificate(in));
      TrustManagerFactory trust =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(store);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, trust.getTrustManagers(), null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(caFile + " is no certificate to trust", e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
