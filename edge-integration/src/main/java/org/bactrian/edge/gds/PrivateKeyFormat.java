package org.bactrian.edge.gds;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.bouncycastle.openssl.PKCS8Generator;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;
import org.bouncycastle.openssl.jcajce.JceOpenSSLPKCS8EncryptorBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.OutputEncryptor;
import org.bouncycastle.util.io.pem.PemObjectGenerator;

/** Format in which an application gets its private key (Part 12, StartNewKeyPairRequest). */
public enum PrivateKeyFormat {
  /** PKCS #12 with the chain of the certificate. */
  PFX,
  /** PKCS #8 as PEM, encrypted where there is a password. */
  PEM;

  private static final String ALIAS = "application";

  /** The format of that name, in any case of letters; empty for another. */
  public static Optional<PrivateKeyFormat> of(String name) {
    return switch (name.toUpperCase(Locale.ROOT)) {
      case "PFX" -> Optional.of(PFX);
      case "PEM" -> Optional.of(PEM);
      default -> Optional.empty();
    };
  }

  /**
   * Writes a key.
   *
   * @param chain certificate of the key, then its issuers
   * @param password password of the result; empty for none
   * @throws GeneralSecurityException when the key cannot be written
   */
  public byte[] write(PrivateKey key, List<X509Certificate> chain, String password)
      throws GeneralSecurityException {
    try {
      return switch (this) {
        case PFX -> pfx(key, chain, password);
        case PEM -> pem(key, password);
      };
    } catch (IOException | OperatorCreationException e) {
      throw new GeneralSecurityException(e);
    }
  }

  private static byte[] pfx(PrivateKey key, List<X509Certificate> chain, String password)
      throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    store.setKeyEntry(ALIAS, key, password.toCharArray(), chain.toArray(X509Certificate[]::new));
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    store.store(out, password.toCharArray());
    return out.toByteArray();
  }

  private static byte[] pem(PrivateKey key, String password)
      throws IOException, OperatorCreationException {
    OutputEncryptor encryptor =
        password.isEmpty()
            ? null
            : new JceOpenSSLPKCS8EncryptorBuilder(PKCS8Generator.AES_256_CBC)
                .setRandom(new SecureRandom())
                .setPassword(password.toCharArray())
                .build();
    PemObjectGenerator generator = new JcaPKCS8Generator(key, encryptor);
    StringWriter text = new StringWriter();
    try (JcaPEMWriter writer = new JcaPEMWriter(text)) {
      writer.writeObject(generator);
    }
    return text.toString().getBytes(StandardCharsets.US_ASCII);
  }
}
