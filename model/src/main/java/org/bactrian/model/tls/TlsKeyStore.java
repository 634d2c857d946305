package org.bactrian.model.tls;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.X509KeyManager;

/** Key store in memory that holds one key with its certificates, for TLS. */
public final class TlsKeyStore {

  /**
   * The store never leaves memory. PKCS #12, the default, would derive a key by ten thousand rounds
   * for each entry that is put or got, which took a third of the start of a server.
   */
  private static final String STORE_TYPE = "JKS";

  private static final char[] NO_PASSWORD = new char[0];

  private TlsKeyStore() {}

  /**
   * Returns the key manager of one identity.
   *
   * @param key proves that the certificate is ours
   * @param chain the certificate, then its issuers; at least one
   * @throws GeneralSecurityException when they cannot be used
   */
  public static X509KeyManager keyManager(PrivateKey key, List<X509Certificate> chain)
      throws GeneralSecurityException {
    KeyStore store = KeyStore.getInstance(STORE_TYPE);
    try {
      store.load(null, null);
    } catch (IOException e) {
      throw new UncheckedIOException(e); // nothing is read
    }
    store.setKeyEntry("own", key, NO_PASSWORD, chain.toArray(X509Certificate[]::new));
    KeyManagerFactory factory =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    factory.init(store, NO_PASSWORD);
    return (X509KeyManager) factory.getKeyManagers()[0];
  }
}
