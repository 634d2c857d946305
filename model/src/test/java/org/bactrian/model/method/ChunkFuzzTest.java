package org.bactrian.model.method;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.bactrian.model.fault.OperationException;
import org.bactrian.patience.FuzzInputs;
import org.junit.jupiter.params.provider.MethodSource;

/** Parts of direct methods that are sent in parts. */
class ChunkFuzzTest {

  private static final int MAX_CALLS = 4;

  static Stream<byte[]> parts() {
    return FuzzInputs.utf8(
        // {"a":1}, compressed
        "{\"method\":\"Read_V2\",\"contentType\":\"application/json\",\"length\":7,"
            + "\"payload\":\"H4sIAAAAAAAA/6tWSlSyMqwFAFrl0a4HAAAA\",\"acceptedSize\":1000,"
            + "\"timeout\":\"00:00:10\"}",
        "{\"METHOD\":\"m\",\"length\":2147483647,\"payload\":\"AAAA\"}",
        "{\"handle\":\"1\",\"payload\":\"\"}",
        "{\"length\":-1}",
        "[]");
  }

  @MethodSource("parts")
  @FuzzTest
  void aPartIsAnsweredOrRefused(byte[] part) {
    ChunkedMethodServer server = ChunkedMethodServer.of(MAX_CALLS);
    for (int i = 0; i < 2; i++) {
      try {
        CompletableFuture<byte[]> answer =
            server.answer(
                part,
                request -> CompletableFuture.completedFuture(MethodResult.ok(request.payload())));
        assertThat(answer).isCompleted();
      } catch (OperationException e) {
        assertThat(e.getMessage()).isNotBlank();
      }
    }
    assertThat(server.openCalls()).isLessThanOrEqualTo(2);
  }
}
