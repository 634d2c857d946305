package org.bactrian.model.registry;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.security.cert.CertificateEncodingException;
import java.util.stream.Stream;
import org.bactrian.patience.FuzzInputs;
import org.bactrian.patience.TestAuthority;
import org.junit.jupiter.params.provider.MethodSource;

/** Certificates that servers show when they are discovered. */
class CertificateChainsFuzzTest {

  static Stream<byte[]> chains() throws CertificateEncodingException {
    return Stream.concat(
        Stream.of(TestAuthority.root("Plant").certificate().getEncoded()),
        FuzzInputs.utf8("", "0", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"));
  }

  @MethodSource("chains")
  @FuzzTest
  void aChainIsDescribedOrRefused(byte[] der) {
    try {
      assertThat(CertificateChains.of(der).chain()).isNotEmpty();
    } catch (IllegalArgumentException e) {
      assertThat(e.getMessage()).isNotBlank();
    }
  }
}
