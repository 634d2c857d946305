package org.bactrian.localazure.keyvault.key;

import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.spec.MGF1ParameterSpec;
import javax.crypto.Cipher;
import javax.crypto.spec.OAEPParameterSpec;
import javax.crypto.spec.PSource;
import org.bactrian.localazure.keyvault.fault.KeyVaultFaultException;
import org.jspecify.annotations.Nullable;

/** Algorithms with which Key Vault's RSA keys encrypt and wrap keys (RFC 7518, section 4). */
enum EncryptionScheme {
  RSA1_5("RSA1_5", "RSA/ECB/PKCS1Padding", null),
  RSA_OAEP("RSA-OAEP", "RSA/ECB/OAEPPadding", oaep("SHA-1", MGF1ParameterSpec.SHA1)),
  RSA_OAEP_256("RSA-OAEP-256", "RSA/ECB/OAEPPadding", oaep("SHA-256", MGF1ParameterSpec.SHA256));

  private final String text;
  private final String transformation;
  private final @Nullable OAEPParameterSpec parameters;

  EncryptionScheme(String text, String transformation, @Nullable OAEPParameterSpec parameters) {
    this.text = text;
    this.transformation = transformation;
    this.parameters = parameters;
  }

  /** Finds an algorithm by its name. */
  static EncryptionScheme named(String name) {
    for (EncryptionScheme scheme : values()) {
      if (scheme.text.equals(name)) {
        return scheme;
      }
    }
    throw KeyVaultFaultException.badParameter(
        "alg must be RSA1_5, RSA-OAEP or RSA-OAEP-256 in the local vault");
  }

  byte[] encrypt(PublicKey key, byte[] plain) throws GeneralSecurityException {
    return cipher(Cipher.ENCRYPT_MODE, key).doFinal(plain);
  }

  byte[] decrypt(PrivateKey key, byte[] encrypted) throws GeneralSecurityException {
    return cipher(Cipher.DECRYPT_MODE, key).doFinal(encrypted);
  }

  private Cipher cipher(int mode, Key key) throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance(transformation);
    if (parameters == null) {
      cipher.init(mode, key);
    } else {
      cipher.init(mode, key, parameters);
    }
    return cipher;
  }

  private static OAEPParameterSpec oaep(String digest, MGF1ParameterSpec mask) {
    return new OAEPParameterSpec(digest, "MGF1", mask, PSource.PSpecified.DEFAULT);
  }
}
