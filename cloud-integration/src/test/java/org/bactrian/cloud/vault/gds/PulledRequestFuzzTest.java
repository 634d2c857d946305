package org.bactrian.cloud.vault.gds;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.Map;
import java.util.stream.Stream;
import org.bactrian.patience.FuzzInputs;
import org.junit.jupiter.params.provider.MethodSource;

/** Requests of applications that modules hand on, which any module of the hub can send. */
class PulledRequestFuzzTest {

  static Stream<byte[]> requests() {
    return FuzzInputs.utf8(
        "{\"requestId\":\"5b0d2a52-1111-2222-3333-123456789abc\",\"kind\":\"StartSigningRequest\","
            + "\"application\":{\"applicationUri\":\"urn:a\",\"applicationType\":\"Server\","
            + "\"discoveryUrls\":[\"opc.tcp://a\"],\"localizedNames\":{\"en\":\"a\"}},"
            + "\"certificateRequest\":\"AAAA\",\"domainNames\":[\"a\"]}",
        "{\"requestId\":\"1\",\"kind\":\"AcceptRequest\",\"application\":{\"capabilities\":[null]}}",
        "{}");
  }

  @MethodSource("requests")
  @FuzzTest
  void aRequestIsReadOrRefused(byte[] body) {
    try {
      assertThat(
              PulledRequestReader.read(
                  FuzzInputs.text(body),
                  Map.of("iothub-connection-device-id", "d", "iothub-connection-module-id", "m")))
          .isNotNull();
    } catch (UnreadableVaultRequestException e) {
      assertThat(e.getMessage()).isNotBlank();
    }
  }
}
