package org.bactrian.patience;

import java.nio.file.Path;
import java.security.InvalidAlgorithmParameterException;
import java.security.KeyPair;
import java.security.KeyPairGeneratorSpi;
import java.security.Provider;
import java.security.SecureRandom;
import java.security.Security;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.RSAKeyGenParameterSpec;
import java.util.List;
import java.util.Map;
import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.LauncherSessionListener;

/**
 * Cryptography that costs tests little. Nearly every test starts a server and a client with new
 * certificates: each new RSA key took up to a second of CPU time and comes from {@link RsaKeyPool}
 * here, a key store is encrypted with a key derived in one round instead of ten thousand, and the
 * signatures of libraries are not checked at each of their classes.
 */
public final class QuickKeys implements LauncherSessionListener {

  private static final int DEFAULT_BITS = 2048;

  /** Security properties of the JDK's PKCS #12 stores; they hold for what is written. */
  private static final List<String> ROUNDS =
      List.of(
          "keystore.pkcs12.certPbeIterationCount",
          "keystore.pkcs12.keyPbeIterationCount",
          "keystore.pkcs12.macIterationCount");

  /** Security property of the JDK: a jar that is signed with these only counts as unsigned. */
  private static final String JAR_ALGORITHMS = "jdk.jar.disabledAlgorithms";

  private static final String ALL =
      "MD2, MD5, SHA1, SHA-1, SHA256, SHA-256, SHA384, SHA-384, SHA512, SHA-512, RSA, DSA, EC";

  @Override
  public void launcherSessionOpened(LauncherSession session) {
    String root = System.getProperty("bactrian.root", System.getProperty("java.io.tmpdir"));
    RsaKeyPool pool = new RsaKeyPool(Path.of(root, "target", "test-keys"));
    Security.insertProviderAt(new TestKeys(pool), 1);
    Security.setProperty(JAR_ALGORITHMS, ALL);
    ROUNDS.forEach(property -> Security.setProperty(property, "1"));
  }

  /** Provider of the generator alone: keys are used by the providers of the JDK. */
  private static final class TestKeys extends Provider {

    private static final long serialVersionUID = 1;

    TestKeys(RsaKeyPool pool) {
      super("BactrianTestKeys", "1", "RSA key pairs that are made once per build");
      putService(
          new Service(
              this, "KeyPairGenerator", "RSA", Generator.class.getName(), List.of(), Map.of()) {
            @Override
            public Object newInstance(Object parameter) {
              return new Generator(pool);
            }
          });
    }
  }

  private static final class Generator extends KeyPairGeneratorSpi {

    private final RsaKeyPool pool;
    private int bits = DEFAULT_BITS;

    Generator(RsaKeyPool pool) {
      this.pool = pool;
    }

    @Override
    public void initialize(int keySize, SecureRandom random) {
      bits = keySize;
    }

    @Override
    public void initialize(AlgorithmParameterSpec parameters, SecureRandom random)
        throws InvalidAlgorithmParameterException {
      if (!(parameters instanceof RSAKeyGenParameterSpec rsa)) {
        throw new InvalidAlgorithmParameterException("These are not parameters of RSA.");
      }
      bits = rsa.getKeysize();
    }

    @Override
    public KeyPair generateKeyPair() {
      return pool.next(bits);
    }
  }
}
