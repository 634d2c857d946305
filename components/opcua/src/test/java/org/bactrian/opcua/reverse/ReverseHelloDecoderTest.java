package org.bactrian.opcua.reverse;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Connections of servers in the time that they have to say who they are. */
class ReverseHelloDecoderTest {

  private static final String URL = "opc.tcp://plc:4840";

  private final ExpectedServers servers = new ExpectedServers();
  private final EmbeddedChannel connection = new EmbeddedChannel(new ReverseHelloDecoder(servers));

  @Test
  void aConnectionThatDoesNotSayWhoseItIsEndsAfterTenSeconds() {
    connection.writeInbound(Unpooled.copiedBuffer("RHEF", StandardCharsets.US_ASCII));

    after(9);
    assertThat(connection.isActive()).isTrue();

    after(2);
    assertThat(connection.isActive()).isFalse();
  }

  @Test
  void aConnectionOfAnExpectedServerStays() {
    servers.expect(URL, () -> {});
    byte[] url = URL.getBytes(StandardCharsets.US_ASCII);
    connection.writeInbound(
        Unpooled.buffer()
            .writeBytes("RHEF".getBytes(StandardCharsets.US_ASCII))
            .writeIntLE(16 + url.length)
            .writeIntLE(0)
            .writeIntLE(url.length)
            .writeBytes(url));

    after(60);

    assertThat(connection.isActive()).isTrue();
    assertThat(servers.next(URL)).isCompletedWithValue(connection);
  }

  private void after(long seconds) {
    connection.advanceTimeBy(seconds, TimeUnit.SECONDS);
    connection.runScheduledPendingTasks();
  }
}
