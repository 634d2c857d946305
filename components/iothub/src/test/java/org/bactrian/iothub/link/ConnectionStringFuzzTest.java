package org.bactrian.iothub.link;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.stream.Stream;
import org.bactrian.patience.FuzzInputs;
import org.junit.jupiter.params.provider.MethodSource;

/** Connection strings that people copy. */
class ConnectionStringFuzzTest {

  private static final String SECRET = "c2VjcmV0LXNlY3JldA==";

  static Stream<byte[]> texts() {
    return FuzzInputs.utf8(
        "HostName=h.localhost;DeviceId=d;ModuleId=m;SharedAccessKey=" + SECRET,
        "HostName=h;SharedAccessKeyName=iothubowner;SharedAccessKey=" + SECRET,
        " hostname = h ; SharedAccessSignature=SharedAccessSignature sr=h&sig=" + SECRET,
        "HostName=h;;DeviceId=",
        "=",
        "");
  }

  @MethodSource("texts")
  @FuzzTest
  void aTextIsAConnectionStringOrRefusedWithoutItsSecret(byte[] input) {
    try {
      ConnectionString read = ConnectionString.parse(FuzzInputs.text(input));
      if (read.part("SharedAccessKey").filter(SECRET::equals).isPresent()) {
        assertThat(read.toString()).doesNotContain(SECRET);
      }
      assertThat(ConnectionString.parse(read.withSecrets()).withSecrets())
          .isEqualTo(read.withSecrets());
      new HubCredentials.SharedAccessKey(read);
    } catch (IllegalArgumentException e) {
      assertThat(e.getMessage()).isNotBlank().doesNotContain("SharedAccessKey=c");
    }
  }
}
