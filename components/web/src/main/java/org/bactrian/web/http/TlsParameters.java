package org.bactrian.web.http;

import io.vertx.core.net.KeyCertOptions;
import io.vertx.core.net.SSLOptions;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.UUID;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.X509KeyManager;
import org.apache.camel.support.jsse.KeyManagersParameters;
import org.apache.camel.support.jsse.KeyStoreParameters;
import org.apache.camel.support.jsse.SSLContextParameters;

/** An identity in the forms that Camel and Vert.x take it in; it never touches the disk. */
final class TlsParameters {

  private TlsParameters() {}

  /** For the start of a server. */
  static SSLContextParameters of(ServerIdentity identity) {
    String password = UUID.randomUUID().toString();
    KeyStoreParameters keyStore = new KeyStoreParameters();
    keyStore.setKeyStore(keyStore(identity, password));
    KeyManagersParameters keys = new KeyManagersParameters();
    keys.setKeyStore(keyStore);
    keys.setKeyPassword(password);
    SSLContextParameters parameters = new SSLContextParameters();
    parameters.setKeyManagers(keys);
    return parameters;
  }

  /** For a server that runs. */
  static SSLOptions options(ServerIdentity identity) {
    String password = UUID.randomUUID().toString();
    try {
      KeyManagerFactory factory =
          KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      factory.init(keyStore(identity, password), password.toCharArray());
      X509KeyManager keys = (X509KeyManager) factory.getKeyManagers()[0];
      return new SSLOptions().setKeyCertOptions(KeyCertOptions.wrap(keys));
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
