package org.bactrian.patience;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RsaKeyPoolTest {

  /** The shortest that the JDK makes, so that the test is quick. */
  private static final int BITS = 512;

  @TempDir private Path folder;

  @Test
  void keysInARowDifferAndComeAgainAfterwards() {
    RsaKeyPool pool = new RsaKeyPool(folder);

    List<KeyPair> pairs =
        Stream.generate(() -> pool.next(BITS)).limit(RsaKeyPool.SIZE + 1).toList();

    assertThat(pairs.subList(0, RsaKeyPool.SIZE)).doesNotHaveDuplicates();
    assertThat(pairs.get(RsaKeyPool.SIZE)).isSameAs(pairs.get(0));
  }

  @Test
  void anotherTestJvmOfTheBuildGetsTheSameKeys() {
    KeyPair made = new RsaKeyPool(folder).next(BITS);

    KeyPair read = new RsaKeyPool(folder).next(BITS);

    assertThat(read.getPrivate()).isEqualTo(made.getPrivate());
    assertThat(read.getPublic()).isEqualTo(made.getPublic());
  }

  @Test
  void whoeverGeneratesAKeyInATestGetsOneOfThePoolThatSigns() throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(1024);

    KeyPair keys = generator.generateKeyPair();

    assertThat(generator.getProvider().getName()).isEqualTo("BactrianTestKeys");
    Signature signature = Signature.getInstance("SHA256withRSA");
    signature.initSign(keys.getPrivate());
    byte[] signed = signature.sign();
    signature.initVerify(keys.getPublic());
    assertThat(signature.verify(signed)).isTrue();
  }
}
