package org.bactrian.web.http;

import io.vertx.core.net.KeyCertOptions;
import java.security.GeneralSecurityException;
import org.bactrian.model.tls.ServerIdentity;
import org.bactrian.model.tls.TlsKeyStore;

/** The key and certificates of an identity as Vert.x takes them; they never touch the disk. */
final class TlsKeys {

  private TlsKeys() {}

  static KeyCertOptions of(ServerIdentity identity) {
    try {
      return KeyCertOptions.wrap(TlsKeyStore.keyManager(identity.key(), identity.chain()));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(identity + " cannot be used for TLS", e);
    }
  }
}
