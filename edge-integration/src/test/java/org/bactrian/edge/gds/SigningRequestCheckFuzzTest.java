package org.bactrian.edge.gds;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.util.Base64;
import java.util.stream.Stream;
import org.bactrian.opcua.pki.KeyPairCheck;
import org.bactrian.patience.FuzzInputs;
import org.bactrian.patience.TestAuthority;
import org.junit.jupiter.params.provider.MethodSource;

/** Signing requests and keys of applications that ask the Global Discovery Server. */
class SigningRequestCheckFuzzTest {

  private static final TestAuthority AUTHORITY = TestAuthority.root("Plant");

  static Stream<byte[]> requests() {
    // An EC request for urn:press with the URI as alternative name, and what is none.
    return Stream.concat(
        FuzzInputs.base64(
            """
            MIHyMIGZAgEAMBAxDjAMBgNVBAMMBVByZXNzMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE8TO6
            +GKhNzH0d86mNkD64QXikGK+Tj6bW8Txn65gHFmM9Wn6md3LaoaW+p8o8c7XsY31EYh95YjIY1fy
            f4oVt6AnMCUGCSqGSIb3DQEJDjEYMBYwFAYDVR0RBA0wC4YJdXJuOnByZXNzMAoGCCqGSM49BAMC
            A0gAMEUCIDwYY/UhXOKP+dDuI22Ett/sLsuMFs+bG9fEW6mtSHkIAiEAzDirl3XOyZ4lM7DYk5+K
            32WzbrtCuXOcx6QIWYMXXxI=
            """,
            "MAA=",
            "MIAAAA=="),
        FuzzInputs.utf8("", "-----BEGIN CERTIFICATE REQUEST-----"));
  }

  @MethodSource("requests")
  @FuzzTest
  void aRequestIsSoundOrHasAFault(byte[] der) {
    SigningRequestCheck.fault(der, "urn:press")
        .ifPresent(fault -> assertThat(fault).isNotBlank().endsWith("."));
  }

  static Stream<byte[]> keys() {
    return Stream.concat(Stream.of(AUTHORITY.key().getEncoded()), FuzzInputs.utf8("", "0"));
  }

  @MethodSource("keys")
  @FuzzTest
  void aKeyIsThatOfTheCertificateOrRefused(byte[] pkcs8) {
    try {
      String text = Base64.getEncoder().encodeToString(pkcs8);
      PrivateKey key = IssuedKey.read(text, AUTHORITY.certificate());
      assertThat(KeyPairCheck.isPair(AUTHORITY.certificate().getPublicKey(), key)).isTrue();
    } catch (GeneralSecurityException e) {
      assertThat(e).isNotNull();
    }
  }
}
