package org.bactrian.patience;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.RSAPublicKeySpec;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * RSA key pairs for tests, which are made once per build and handed out in a circle: up to {@link
 * #SIZE} in a row differ from each other. Thread-safe.
 */
final class RsaKeyPool {

  /** Number of key pairs of one length. */
  static final int SIZE = 8;

  private static final String MADE_BY = "SunRsaSign";

  private final Path folder;
  private final Map<Integer, List<KeyPair>> known = new HashMap<>();
  private final Map<Integer, Integer> handedOut = new HashMap<>();

  /** A pool whose key pairs are kept in {@code folder}, for the other test JVMs of the build. */
  RsaKeyPool(Path folder) {
    this.folder = folder;
  }

  /**
   * The next key pair.
   *
   * @param bits length of the modulus
   */
  synchronized KeyPair next(int bits) {
    List<KeyPair> pairs = known.computeIfAbsent(bits, length -> new ArrayList<>());
    int index = handedOut.merge(bits, 1, Integer::sum) - 1;
    try {
      if (pairs.size() <= index && pairs.size() < SIZE) {
        pairs.add(kept(folder.resolve("rsa-" + bits + "-" + pairs.size() + ".der"), bits));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
    return pairs.get(index % SIZE);
  }

  private static KeyPair kept(Path file, int bits) throws IOException, GeneralSecurityException {
    if (Files.exists(file)) {
      return read(Files.readAllBytes(file));
    }
    KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA", MADE_BY);
    generator.initialize(bits);
    KeyPair pair = generator.generateKeyPair();
    Files.createDirectories(file.getParent());
    Path draft = Files.createTempFile(file.getParent(), "rsa", ".draft");
    Files.write(draft, pair.getPrivate().getEncoded());
    Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
    return pair;
  }

  private static KeyPair read(byte[] der) throws GeneralSecurityException {
    KeyFactory factory = KeyFactory.getInstance("RSA", MADE_BY);
    RSAPrivateCrtKey key = (RSAPrivateCrtKey) factory.generatePrivate(new PKCS8EncodedKeySpec(der));
    BigInteger exponent = key.getPublicExponent();
    return new KeyPair(
        factory.generatePublic(new RSAPublicKeySpec(key.getModulus(), exponent)), key);
  }
}
