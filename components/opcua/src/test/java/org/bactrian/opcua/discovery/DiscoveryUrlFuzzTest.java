package org.bactrian.opcua.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.stream.Stream;
import org.bactrian.patience.FuzzInputs;
import org.junit.jupiter.params.provider.MethodSource;

/** URLs that servers announce and callers ask for. */
class DiscoveryUrlFuzzTest {

  static Stream<byte[]> urls() {
    return FuzzInputs.utf8(
        "opc.tcp://plc:4840/UA/Server",
        "opc.tcp://[::1]:4840",
        "opc.tcp://plc",
        "opc.tcp://plc:99999",
        "opc.tcp://user@plc:1/?a=b#c",
        "http://plc",
        "");
  }

  @MethodSource("urls")
  @FuzzTest
  void aUrlIsReadOrRefused(byte[] input) {
    try {
      DiscoveryUrl url = DiscoveryUrl.parse(FuzzInputs.text(input));
      assertThat(DiscoveryUrl.parse(url.toString())).isEqualTo(url);
    } catch (IllegalArgumentException e) {
      assertThat(e.getMessage()).isNotBlank();
    }
  }
}
