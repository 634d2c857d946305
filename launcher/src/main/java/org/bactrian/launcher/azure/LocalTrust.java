package org.bactrian.launcher.azure;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
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

  /** Guards nothing: the store holds one public certificate. */
  private static final String STORE_PASSWORD = "public";

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

  /**
   * Makes the authority the one that this process trusts: the service SDK trusts what the JVM does
   * and takes no other setting.
   */
  static void letServiceSdkTrust(Path authority) {
    try {
      Path file = Files.createTempFile("bactrian-trust", ".p12");
      file.toFile().deleteOnExit();
      try (OutputStream stream = Files.newOutputStream(file)) {
        store(authority).store(stream, STORE_PASSWORD.toCharArray());
      }
      System.setProperty("javax.net.ssl.trustStore", file.toString());
      System.setProperty("javax.net.ssl.trustStoreType", "PKCS12");
      System.setProperty("javax.net.ssl.trustStorePassword", STORE_PASSWORD);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
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
