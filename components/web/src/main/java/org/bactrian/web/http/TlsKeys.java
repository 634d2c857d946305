package org.bactrian.web.http;

import io.vertx.core.net.KeyCertOptions;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.UUID;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.X509KeyManager;

/** The key and certificates of an identity as Vert.x takes them; they never touch the disk. */
final class TlsKeys {

  private TlsKeys() {}

  static KeyCertOptions of(ServerIdentity identity) {
    String password = UUID.randomUUID().toString();
    try {
      KeyManagerFactory factory =
          KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      factory.init(keyStore(identity, password), password.toCharArray());
      X509KeyManager keys = (X509KeyManager) factory.getKeyManagers()[0];
      return KeyCertOptions.wrap(keys);
    } catch (GeneralSecurityException e) {
      throw unusable(identity, e);
    }
  }

  private static KeyStore keyStore(ServerIdentity identity, String password) {
    try {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      store.setKeyEntry(
          "server",
          identity.key(),
          password.toCharArray(),
          identity.chain().toArray(Certificate[]::new));
      return store;
    } catch (GeneralSecurityException | IOException e) {
      throw unusable(identity, e);
    }
  }

  private static IllegalStateException unusable(ServerIdentity identity, Exception e) {
    return new IllegalStateException(identity + " cannot be used for TLS", e);
  }
}
