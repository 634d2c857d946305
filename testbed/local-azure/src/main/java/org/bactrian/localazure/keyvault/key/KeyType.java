package org.bactrian.localazure.keyvault.key;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.nimbusds.jose.jwk.Curve;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.RSAKeyGenParameterSpec;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.bactrian.localazure.keyvault.fault.KeyVaultFaultException;

/**
 * Type and size of a key that a request asks for.
 *
 * @param name RSA, RSA-HSM, EC or EC-HSM
 * @param specification of the size or the curve
 */
public record KeyType(String name, AlgorithmParameterSpec specification) {

  /** Operations of RSA keys. */
  static final List<String> RSA_OPERATIONS =
      List.of("encrypt", "decrypt", "sign", "verify", "wrapKey", "unwrapKey");

  /** Operations of EC keys. */
  static final List<String> EC_OPERATIONS = List.of("sign", "verify");

  private static final int DEFAULT_SIZE = 2048;
  private static final Set<Integer> SIZES = Set.of(2048, 3072, 4096);
  private static final String DEFAULT_CURVE = "P-256";
  private static final Map<String, String> CURVES =
      Map.of("P-256", "secp256r1", "P-384", "secp384r1", "P-521", "secp521r1");

  /**
   * Reads {@code kty} with {@code key_size} or {@code crv}.
   *
   * @throws KeyVaultFaultException when the vault does not make such keys
   */
  public static KeyType of(JsonNode request) {
    String name = request.path("kty").asText("");
    return switch (name) {
      case "RSA", "RSA-HSM" -> new KeyType(name, rsa(request));
      case "EC", "EC-HSM" -> new KeyType(name, ec(request));
      default ->
          throw KeyVaultFaultException.badParameter(
              "kty must be RSA, RSA-HSM, EC or EC-HSM in the local vault");
    };
  }

  /**
   * Type of keys with the size or the curve of another one.
   *
   * @param name RSA, RSA-HSM, EC or EC-HSM
   * @throws KeyVaultFaultException when the vault does not keep such keys
   */
  public static KeyType like(String name, PublicKey key) {
    ObjectNode request = JsonNodeFactory.instance.objectNode().put("kty", name);
    if (key instanceof ECPublicKey onCurve) {
      Curve curve = Curve.forECParameterSpec(onCurve.getParams());
      request.put("crv", curve == null ? "unknown" : curve.getName());
    } else if (key instanceof RSAPublicKey rsa) {
      request.put("key_size", rsa.getModulus().bitLength());
    } else {
      throw KeyVaultFaultException.badParameter("The local vault keeps RSA and EC keys only");
    }
    return of(request);
  }

  private static AlgorithmParameterSpec rsa(JsonNode request) {
    int size = request.path("key_size").asInt(DEFAULT_SIZE);
    if (!SIZES.contains(size)) {
      throw KeyVaultFaultException.badParameter("key_size must be 2048, 3072 or 4096");
    }
    // SDKs write 0 for none.
    int exponent = request.path("public_exponent").asInt(0);
    if (exponent != 0 && exponent != RSAKeyGenParameterSpec.F4.intValue()) {
      throw KeyVaultFaultException.badParameter("public_exponent must be 65537");
    }
    return new RSAKeyGenParameterSpec(size, RSAKeyGenParameterSpec.F4);
  }

  private static AlgorithmParameterSpec ec(JsonNode request) {
    String curve = request.path("crv").asText(DEFAULT_CURVE);
    String known = CURVES.get(curve);
    if (known == null) {
      throw KeyVaultFaultException.badParameter(
          "crv must be P-256, P-384 or P-521 in the local vault");
    }
    return new ECGenParameterSpec(known);
  }

  /** Operations that keys of this type have unless the request chooses some of them. */
  public List<String> operations() {
    return name.startsWith("EC") ? EC_OPERATIONS : RSA_OPERATIONS;
  }

  /** Makes a key, which takes seconds for RSA with 4096 bits. */
  public KeyMaterial material(List<String> operations) throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance(name.startsWith("EC") ? "EC" : "RSA");
    generator.initialize(specification);
    return KeyMaterial.of(name, operations, generator.generateKeyPair());
  }
}
