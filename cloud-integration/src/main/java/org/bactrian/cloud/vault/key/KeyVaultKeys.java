package org.bactrian.cloud.vault.key;

import com.azure.security.keyvault.keys.KeyClient;
import com.azure.security.keyvault.keys.cryptography.CryptographyClient;
import com.azure.security.keyvault.keys.models.CreateEcKeyOptions;
import com.azure.security.keyvault.keys.models.CreateRsaKeyOptions;
import com.azure.security.keyvault.keys.models.JsonWebKey;
import com.azure.security.keyvault.keys.models.KeyCurveName;
import com.azure.security.keyvault.keys.models.KeyOperation;
import com.azure.security.keyvault.keys.models.KeyType;
import com.azure.security.keyvault.keys.models.KeyVaultKey;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPublicKeySpec;
import java.security.spec.RSAPublicKeySpec;
import java.util.Arrays;
import java.util.function.Function;
import org.bactrian.cloud.vault.contract.SignatureAlgorithm;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.DERSequence;

/** Keys of authorities in Key Vault, in its hardware module where that is asked for. */
public final class KeyVaultKeys implements AuthorityKeys {

  private static final int CLIENTS = 1_000;

  private final KeyClient keys;
  private final Function<String, CryptographyClient> clients;
  private final boolean hardware;
  private final Cache<String, CryptographyClient> signers =
      Caffeine.newBuilder().maximumSize(CLIENTS).build();

  /**
   * @param keys client of the vault
   * @param clients makes the client that signs with a key of this id
   * @param hardware whether new keys are made in the vault's hardware module
   */
  public KeyVaultKeys(
      KeyClient keys, Function<String, CryptographyClient> clients, boolean hardware) {
    this.keys = keys;
    this.clients = clients;
    this.hardware = hardware;
  }

  @Override
  public AuthorityKey create(String name, KeySize size) {
    KeyVaultKey key =
        KeyVaultCalls.find("read key " + name, () -> keys.getKey(name))
            .orElseGet(() -> KeyVaultCalls.call("make key " + name, () -> make(name, size)));
    return new AuthorityKey(key.getId(), publicKey(key.getKey()));
  }

  private KeyVaultKey make(String name, KeySize size) {
    if (size.curve()) {
      CreateEcKeyOptions options = new CreateEcKeyOptions(name);
      options.setCurveName(size.bits() == 256 ? KeyCurveName.P_256 : KeyCurveName.P_384);
      options.setHardwareProtected(hardware);
      options.setKeyOperations(KeyOperation.SIGN, KeyOperation.VERIFY);
      return keys.createEcKey(options);
    }
    CreateRsaKeyOptions options = new CreateRsaKeyOptions(name);
    options.setKeySize(size.bits());
    options.setHardwareProtected(hardware);
    options.setKeyOperations(KeyOperation.SIGN, KeyOperation.VERIFY);
    return keys.createRsaKey(options);
  }

  @Override
  public byte[] sign(String keyId, SignatureAlgorithm algorithm, byte[] data) {
    byte[] signature =
        KeyVaultCalls.call(
            "sign",
            () ->
                signers
                    .get(keyId, clients)
                    .signData(
                        com.azure.security.keyvault.keys.cryptography.models.SignatureAlgorithm
                            .fromString(algorithm.webName()),
                        data)
                    .getSignature());
    return algorithm.isCurve() ? sequence(signature) : signature;
  }

  @Override
  public void deleteKey(String name) {
    KeyVaultCalls.delete("delete key " + name, () -> keys.beginDeleteKey(name).poll());
  }

  /** Key Vault writes the two numbers of ECDSA one after the other (IEEE P1363). */
  private static byte[] sequence(byte[] numbers) {
    int half = numbers.length / 2;
    ASN1Encodable[] pair = {
      new ASN1Integer(new BigInteger(1, Arrays.copyOfRange(numbers, 0, half))),
      new ASN1Integer(new BigInteger(1, Arrays.copyOfRange(numbers, half, numbers.length)))
    };
    try {
      return new DERSequence(pair).getEncoded(ASN1Encoding.DER);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static PublicKey publicKey(JsonWebKey key) {
    try {
      boolean curve =
          KeyType.EC.equals(key.getKeyType()) || KeyType.EC_HSM.equals(key.getKeyType());
      if (!curve) {
        return KeyFactory.getInstance("RSA")
            .generatePublic(
                new RSAPublicKeySpec(new BigInteger(1, key.getN()), new BigInteger(1, key.getE())));
      }
      boolean small = KeyCurveName.P_256.equals(key.getCurveName());
      AlgorithmParameters parameters = AlgorithmParameters.getInstance("EC");
      parameters.init(new ECGenParameterSpec(small ? "secp256r1" : "secp384r1"));
      ECPoint point = new ECPoint(new BigInteger(1, key.getX()), new BigInteger(1, key.getY()));
      return KeyFactory.getInstance("EC")
          .generatePublic(
              new ECPublicKeySpec(point, parameters.getParameterSpec(ECParameterSpec.class)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("What Key Vault gave is no public key", e);
    }
  }
}
