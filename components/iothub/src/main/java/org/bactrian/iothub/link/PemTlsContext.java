package org.bactrian.iothub.link;

import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.bactrian.model.tls.TlsKeyStore;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.openssl.PEMException;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;

/** Builds TLS contexts from PEM files. */
public final class PemTlsContext {

  private PemTlsContext() {}

  /**
   * Returns a context that trusts the authorities of the Java runtime and those of a file.
   *
   * @throws IOException when the file cannot be read or holds no certificate
   */
  public static SSLContext trusting(String caFile) throws IOException {
    return context(caFile, new KeyManager[0]);
  }

  /**
   * Returns a context that shows a client certificate.
   *
   * @param caFile PEM file of authorities to trust besides those of the Java runtime; empty for
   *     none
   * @param certificateFile PEM file with the certificate, its chain after it
   * @param keyFile PEM file with the private key, not encrypted
   * @throws IOException when a file cannot be read or does not hold what it should
   */
  public static SSLContext showing(String caFile, Path certificateFile, Path keyFile)
      throws IOException {
    try {
      KeyManager keys = TlsKeyStore.keyManager(privateKey(keyFile), certificates(certificateFile));
      return context(caFile, new KeyManager[] {keys});
    } catch (GeneralSecurityException e) {
      throw new IOException(
          "The key in " + keyFile + " does not go with the certificate in " + certificateFile, e);
    }
  }

  private static SSLContext context(String caFile, KeyManager[] keys) throws IOException {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(keys, trust(caFile), new SecureRandom());
      return context;
    } catch (GeneralSecurityException e) {
      throw new IOException("TLS cannot be set up", e);
    }
  }

  private static TrustManager[] trust(String caFile) throws GeneralSecurityException, IOException {
    KeyStore store = emptyStore();
    int index = 0;
    for (X509Certificate authority : runtimeAuthorities()) {
      store.setCertificateEntry("runtime-" + index++, authority);
    }
    if (!caFile.isEmpty()) {
      for (X509Certificate authority : certificates(Path.of(caFile))) {
        store.setCertificateEntry("file-" + index++, authority);
      }
    }
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(store);
    return trust.getTrustManagers();
  }

  private static Collection<X509Certificate> runtimeAuthorities() throws GeneralSecurityException {
    TrustManagerFactory runtime =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    runtime.init((KeyStore) null);
    return Arrays.stream(runtime.getTrustManagers())
        .filter(X509TrustManager.class::isInstance)
        .map(X509TrustManager.class::cast)
        .flatMap(manager -> Arrays.stream(manager.getAcceptedIssuers()))
        .toList();
  }

  private static List<X509Certificate> certificates(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      List<X509Certificate> found =
          CertificateFactory.getInstance("X.509").generateCertificates(in).stream()
              .map(X509Certificate.class::cast)
              .toList();
      if (found.isEmpty()) {
        throw new IOException(file + " holds no certificate. Give a PEM file with one or more.");
      }
      return found;
    } catch (CertificateException e) {
      throw new IOException(file + " is no PEM file of certificates", e);
    }
  }

  private static PrivateKey privateKey(Path file) throws IOException {
    try (Reader reader = Files.newBufferedReader(file);
        PEMParser parser = new PEMParser(reader)) {
      JcaPEMKeyConverter converter = new JcaPEMKeyConverter();
      for (Object part = parser.readObject(); part != null; part = parser.readObject()) {
        if (part instanceof PrivateKeyInfo info) {
          return converter.getPrivateKey(info);
        }
        if (part instanceof PEMKeyPair pair) {
          // A key of this form need not hold its public half, so only the private one is converted.
          return converter.getPrivateKey(pair.getPrivateKeyInfo());
        }
      }
    } catch (PEMException e) {
      // The cause may quote the file, which is secret.
      throw new IOException(file + " is no PEM file with a private key");
    }
    throw new IOException(file + " holds no private key that is not encrypted");
  }

  private static KeyStore emptyStore() throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
    store.load(null, null);
    return store;
  }
}
