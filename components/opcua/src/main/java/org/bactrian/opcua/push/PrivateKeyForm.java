package org.bactrian.opcua.push;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.eclipse.milo.opcua.stack.core.types.builtin.ByteString;

/** Form in which a server takes a private key (Part 12, 7.10.5), best first. */
enum PrivateKeyForm {
  /** PKCS #8 in text. */
  PEM {
    @Override
    ByteString encode(PrivateKey key, List<X509Certificate> chain) {
      byte[] lines = "\n".getBytes(StandardCharsets.US_ASCII);
      String text =
          "-----BEGIN PRIVATE KEY-----\n"
              + Base64.getMimeEncoder(64, lines).encodeToString(key.getEncoded())
              + "\n-----END PRIVATE KEY-----\n";
      return ByteString.of(text.getBytes(StandardCharsets.US_ASCII));
    }
  },

  /** PKCS #12 without a password, with the certificate and its issuers. */
  PFX {
    @Override
    ByteString encode(PrivateKey key, List<X509Certificate> chain) {
      try {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, NO_PASSWORD);
        store.setKeyEntry("server", key, NO_PASSWORD, chain.toArray(X509Certificate[]::new));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        store.store(out, NO_PASSWORD);
        return ByteString.of(out.toByteArray());
      } catch (GeneralSecurityException | IOException e) {
        throw new IllegalArgumentException("The private key cannot be written as PKCS #12", e);
      }
    }
  };

  private static final char[] NO_PASSWORD = new char[0];

  /** Writes a key, which travels over an encrypted channel only. */
  abstract ByteString encode(PrivateKey key, List<X509Certificate> chain);

  /** The best form among the names that a server announces; empty when there is none. */
  static Optional<PrivateKeyForm> among(String[] announced) {
    return Arrays.stream(values())
        .filter(form -> Arrays.stream(announced).anyMatch(form.name()::equalsIgnoreCase))
        .findFirst();
  }
}
