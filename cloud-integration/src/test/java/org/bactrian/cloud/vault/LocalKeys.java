package org.bactrian.cloud.vault;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.Signature;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.bactrian.cloud.vault.contract.SignatureAlgorithm;
import org.bactrian.cloud.vault.key.AuthorityKey;
import org.bactrian.cloud.vault.key.AuthorityKeys;
import org.bactrian.cloud.vault.key.KeyPairSecrets;
import org.bactrian.cloud.vault.key.KeySize;

/** Keys in memory, for tests of what is done around signatures. */
final class LocalKeys implements AuthorityKeys, KeyPairSecrets {

  final Map<String, KeyPair> pairs = new ConcurrentHashMap<>();
  final Map<String, byte[]> secrets = new ConcurrentHashMap<>();

  @Override
  public AuthorityKey create(String name, KeySize size) {
    return new AuthorityKey(
        name, pairs.computeIfAbsent(name, unused -> size.newKeyPair()).getPublic());
  }

  @Override
  public byte[] sign(String keyId, SignatureAlgorithm algorithm, byte[] data) {
    try {
      Signature signature = Signature.getInstance(algorithm.algorithm());
      signature.initSign(pairs.get(keyId).getPrivate());
      signature.update(data);
      return signature.sign();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void deleteKey(String name) {
    pairs.remove(name);
  }

  @Override
  public void put(String name, byte[] key) {
    secrets.put(name, key);
  }

  @Override
  public Optional<byte[]> find(String name) {
    return Optional.ofNullable(secrets.get(name));
  }

  @Override
  public void deleteSecret(String name) {
    secrets.remove(name);
  }
}
