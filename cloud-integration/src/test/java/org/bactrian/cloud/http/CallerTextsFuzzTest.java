package org.bactrian.cloud.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import org.bactrian.cloud.paging.ContinuationToken;
import org.bactrian.cloud.security.LocalTokens;
import org.bactrian.cloud.security.Permission;
import org.bactrian.cloud.security.TokenRefusedException;
import org.bactrian.cloud.security.TokenVerifier;
import org.bactrian.model.fault.OperationException;
import org.bactrian.patience.FuzzInputs;
import org.junit.jupiter.params.provider.MethodSource;

/** Bearer and continuation tokens of callers. */
class CallerTextsFuzzTest {

  private static final LocalTokens TOKENS = tokens();

  static Stream<byte[]> bearers() {
    String token = TOKENS.issue("somebody", Permission.READ, Duration.ofDays(1));
    return FuzzInputs.utf8(
        token,
        "eyJhbGciOiJub25lIn0.eyJyb2xlcyI6WyJhZG1pbmlzdGVyIl19.",
        token.substring(0, token.lastIndexOf('.') + 1),
        "a.b.c.d.e",
        "");
  }

  @MethodSource("bearers")
  @FuzzTest
  void aBearerTokenIsOursOrRefused(byte[] input) {
    try {
      assertThat(TokenVerifier.of(TOKENS).verify(FuzzInputs.text(input)).subject())
          .isEqualTo("somebody");
    } catch (TokenRefusedException e) {
      assertThat(e.getMessage()).isNotBlank();
    }
  }

  static Stream<byte[]> positions() {
    return FuzzInputs.utf8(
        ContinuationToken.text(ContinuationToken.positionOf("list").put("id", "a")), "W10=", "ä");
  }

  @MethodSource("positions")
  @FuzzTest
  void aContinuationTokenIsReadOrRefused(byte[] input) {
    try {
      ContinuationToken.id(ContinuationToken.position(FuzzInputs.text(input), "list"), "id");
    } catch (OperationException e) {
      assertThat(e.getMessage()).isNotBlank();
    }
  }

  private static LocalTokens tokens() {
    try {
      Path folder = Files.createTempDirectory("tokens");
      folder.toFile().deleteOnExit();
      return LocalTokens.in(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
