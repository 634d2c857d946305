package org.bactrian.cloud.vault.certificate;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.stream.Stream;
import org.bactrian.model.fault.OperationException;
import org.bactrian.patience.FuzzInputs;
import org.junit.jupiter.params.provider.MethodSource;

/** Signing requests that callers send to the vault. */
class SigningRequestFuzzTest {

  private static final String REQUEST =
      """
      MIHyMIGZAgEAMBAxDjAMBgNVBAMMBVByZXNzMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE8TO6
      +GKhNzH0d86mNkD64QXikGK+Tj6bW8Txn65gHFmM9Wn6md3LaoaW+p8o8c7XsY31EYh95YjIY1fy
      f4oVt6AnMCUGCSqGSIb3DQEJDjEYMBYwFAYDVR0RBA0wC4YJdXJuOnByZXNzMAoGCCqGSM49BAMC
      A0gAMEUCIDwYY/UhXOKP+dDuI22Ett/sLsuMFs+bG9fEW6mtSHkIAiEAzDirl3XOyZ4lM7DYk5+K
      32WzbrtCuXOcx6QIWYMXXxI=
      """;

  /** A request whose signature has bits beyond its last byte. */
  private static final String BITS =
      """
      MIHyMIGZAgEAMBAxDjAMBgNVBAMMBVByZXNzMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE8TO6
      +GKhNzH0d86mNkD64QXikGK+Tj6bW8Txn65gHFmM9Wn6md3LaoaW+p8o8c7XsY31EYh95YjIY1fy
      f4oVt6AnMCUGCSqGSIb3DQEJDjEYMBYwFAYDVR0RBA0w7oYJdXJuOnByZXNzMAoGCCqGSM49BAMC
      A0gCRSE8MAAYY/UhXOKP+dDuI22Ett/sLsuMFs+bG9fEW6mtSHkIAiEAzDirl3XOyZ4lM7DYk5+K
      32WzbrtCuXOcx6QIWYMXXxI=
      """;

  static Stream<byte[]> requests() {
    return Stream.concat(
        FuzzInputs.base64(REQUEST, BITS, "MAA=", "MIAAAA=="), FuzzInputs.utf8("", "0"));
  }

  @MethodSource("requests")
  @FuzzTest
  void aRequestIsReadOrRefused(byte[] der) {
    try {
      SigningRequest request = SigningRequest.read(der);
      assertThat(request.keyBits()).isPositive();
      assertThat(request.subject().toString()).isNotNull();
    } catch (OperationException e) {
      assertThat(e.getMessage()).isNotBlank();
    }
  }

  static Stream<byte[]> texts() {
    return FuzzInputs.utf8(
        REQUEST,
        "-----BEGIN CERTIFICATE REQUEST-----\n" + REQUEST + "-----END CERTIFICATE REQUEST-----\n",
        "-----BEGIN NEW CERTIFICATE REQUEST-----",
        "ä");
  }

  @MethodSource("texts")
  @FuzzTest
  void aTextIsReadOrRefused(byte[] input) {
    try {
      assertThat(SigningRequest.read(TextNode.valueOf(FuzzInputs.text(input))).keyBits())
          .isPositive();
    } catch (OperationException e) {
      assertThat(e.getMessage()).isNotBlank();
    }
  }
}
