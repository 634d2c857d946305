package org.bactrian.localazure.keyvault.key;

import static org.bactrian.model.json.JsonTrees.JSON;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.RSAKey;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SignatureException;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.List;
import org.bactrian.localazure.keyvault.fault.KeyVaultFaultException;
import org.bactrian.localazure.keyvault.item.ItemVersion;

/**
 * Key pair of a version of a key.
 *
 * @param type RSA, RSA-HSM, EC or EC-HSM; the local vault has no hardware
 * @param operations what the key may be used for, such as {@code sign}
 * @param publicKey SubjectPublicKeyInfo, DER
 * @param privateKey PKCS #8, DER
 */
public record KeyMaterial(
    String type, List<String> operations, byte[] publicKey, byte[] privateKey) {

  /** Suffix of the types whose keys would be in hardware. */
  static final String HARDWARE = "-HSM";

  static KeyMaterial of(String type, List<String> operations, KeyPair pair) {
    return new KeyMaterial(
        type, operations, pair.getPublic().getEncoded(), pair.getPrivate().getEncoded());
  }

  /** Reads the content of a version. */
  public static KeyMaterial of(ItemVersion version) {
    return of(version.content());
  }

  /** Reads what {@link #toJson} wrote. */
  public static KeyMaterial of(JsonNode content) {
    try {
      return JSON.treeToValue(content, KeyMaterial.class);
    } catch (JsonProcessingException e) {
      // The cause may quote the key.
      throw new IllegalStateException("A key of the vault cannot be read");
    }
  }

  /** The key as it is stored. */
  public JsonNode toJson() {
    return JSON.valueToTree(this);
  }

  /**
   * Takes a key pair that a client brings.
   *
   * @throws KeyVaultFaultException when its halves do not belong together
   */
  public static KeyMaterial imported(KeyType type, List<String> operations, KeyPair pair)
      throws GeneralSecurityException {
    SignatureScheme scheme = SignatureScheme.of(pair.getPublic());
    byte[] digest = new byte[scheme.digestBytes()];
    try {
      if (scheme.verify(pair.getPublic(), digest, scheme.sign(pair.getPrivate(), digest))) {
        return of(type.name(), operations, pair);
      }
    } catch (SignatureException | InvalidKeyException e) {
      // The cause may quote the key.
    }
    throw KeyVaultFaultException.badParameter("The halves of the key do not belong together");
  }

  /** Both halves of the key. */
  public KeyPair pair() throws GeneralSecurityException {
    return new KeyPair(readPublicKey(), readPrivateKey());
  }

  KeyMaterial withOperations(List<String> changed) {
    return new KeyMaterial(type, changed, publicKey, privateKey);
  }

  /** Operations that keys of this type can have. */
  List<String> supportedOperations() {
    return family().equals("EC") ? KeyType.EC_OPERATIONS : KeyType.RSA_OPERATIONS;
  }

  PublicKey readPublicKey() throws GeneralSecurityException {
    return factory().generatePublic(new X509EncodedKeySpec(publicKey));
  }

  PrivateKey readPrivateKey() throws GeneralSecurityException {
    return factory().generatePrivate(new PKCS8EncodedKeySpec(privateKey));
  }

  /** The public half as a JSON Web Key, without id, type and operations. */
  public JWK publicJwk() throws GeneralSecurityException {
    if (readPublicKey() instanceof ECPublicKey key) {
      return new ECKey.Builder(Curve.forECParameterSpec(key.getParams()), key).build();
    }
    return new RSAKey.Builder((RSAPublicKey) readPublicKey()).build();
  }

  /**
   * Reads a private JSON Web Key.
   *
   * @param jwk of type RSA or EC
   * @throws GeneralSecurityException when it is not a usable pair
   */
  static KeyPair pair(JWK jwk) throws GeneralSecurityException {
    try {
      return jwk instanceof ECKey key ? key.toKeyPair() : jwk.toRSAKey().toKeyPair();
    } catch (JOSEException e) {
      throw new GeneralSecurityException("The key is not an RSA or EC pair", e);
    }
  }

  private KeyFactory factory() throws GeneralSecurityException {
    return KeyFactory.getInstance(family());
  }

  private String family() {
    return type.endsWith(HARDWARE) ? type.substring(0, type.length() - HARDWARE.length()) : type;
  }

  /** Names the type, not the key. */
  @Override
  public String toString() {
    return "KeyMaterial[" + type + "]";
  }
}
