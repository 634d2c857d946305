package org.bactrian.localazure.sas;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.bactrian.patience.FuzzInputs;
import org.junit.jupiter.params.provider.MethodSource;

/** Shared access signatures of clients. */
class SasTokenFuzzTest {

  private static final String KEY = "c2VjcmV0LXNlY3JldA==";

  static Stream<byte[]> tokens() {
    return FuzzInputs.utf8(
        SasToken.create("hub.localhost/devices/d", KEY, "", Instant.parse("2030-01-01T00:00:00Z")),
        SasToken.create("hub.localhost", KEY, "iothubowner", Instant.EPOCH),
        "SharedAccessSignature sr=a&sig=AAAA&se=99999999999999999&skn=%zz",
        "SharedAccessSignature sr=%&sig==&se=-1");
  }

  @MethodSource("tokens")
  @FuzzTest
  void aTokenIsTakenOrRefused(byte[] input) {
    try {
      Instant end =
          SasToken.check(
              FuzzInputs.text(input),
              "/devices/d",
              Instant.EPOCH,
              token -> token.isSignedWith(List.of(KEY)),
              IllegalStateException::new);
      assertThat(end).isAfter(Instant.EPOCH);
    } catch (IllegalStateException e) {
      assertThat(e.getMessage()).doesNotContain(KEY);
    }
  }
}
