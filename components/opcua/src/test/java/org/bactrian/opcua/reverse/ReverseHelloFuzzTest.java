package org.bactrian.opcua.reverse;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.embedded.EmbeddedChannel;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** First bytes on the port for reverse connections, which anybody who reaches it can send. */
class ReverseHelloFuzzTest {

  private static final String EXPECTED = "opc.tcp://plc:4840";

  static Stream<byte[]> messages() {
    return Stream.of(
        hello("urn:plc", EXPECTED, ""),
        hello("urn:plc", "opc.tcp://PLC:4840/UA/Server", ""),
        hello("urn:plc", EXPECTED, "and more"),
        hello("urn:stranger", "opc.tcp://stranger:4840", ""),
        hello("", "", ""),
        "RHEF".getBytes(StandardCharsets.US_ASCII),
        "GET / HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.US_ASCII),
        new byte[0]);
  }

  @MethodSource("messages")
  @FuzzTest
  void aServerIsExpectedOrRefused(byte[] input) {
    ExpectedServers servers = new ExpectedServers();
    EmbeddedChannel connection = new EmbeddedChannel(new ReverseHelloDecoder(servers));
    ExpectedServers.Expectation expected = servers.expect(EXPECTED, () -> {});
    try {
      CompletableFuture<Channel> next = servers.next(EXPECTED);

      connection.writeInbound(Unpooled.wrappedBuffer(input));

      ByteBuf answer = connection.readOutbound();
      if (answer == null) {
        assertThat(connection.isActive()).isTrue();
      } else {
        assertThat(answer.toString(0, 4, StandardCharsets.US_ASCII)).isEqualTo("ERRF");
        assertThat(connection.isActive()).isFalse();
        answer.release();
      }
      if (next.isDone()) {
        assertThat(next.join()).isSameAs(connection);
      }
    } finally {
      expected.close();
      connection.finishAndReleaseAll();
    }
  }

  private static byte[] hello(String uri, String url, String behind) {
    byte[] first = uri.getBytes(StandardCharsets.UTF_8);
    byte[] second = url.getBytes(StandardCharsets.UTF_8);
    ByteBuf message =
        Unpooled.buffer()
            .writeBytes("RHEF".getBytes(StandardCharsets.US_ASCII))
            .writeIntLE(
                ReverseHello.HEADER_BYTES + 2 * Integer.BYTES + first.length + second.length)
            .writeIntLE(first.length)
            .writeBytes(first)
            .writeIntLE(second.length)
            .writeBytes(second)
            .writeBytes(behind.getBytes(StandardCharsets.UTF_8));
    byte[] bytes = new byte[message.readableBytes()];
    message.readBytes(bytes);
    return bytes;
  }
}
