package org.bactrian.iothub.link;

import com.microsoft.azure.sdk.iot.device.hsm.UnixDomainSocketChannel;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SocketChannel;
import java.util.Optional;

/** Lets the SDK reach the IoT Edge workload API over the Java runtime's own Unix sockets. */
final class UnixSocketChannel implements UnixDomainSocketChannel {

  private Optional<SocketChannel> channel = Optional.empty();

  @Override
  public void open(String address) throws IOException {
    close();
    channel = Optional.of(SocketChannel.open(UnixDomainSocketAddress.of(address)));
  }

  @Override
  public void write(byte[] output) throws IOException {
    ByteBuffer rest = ByteBuffer.wrap(output);
    while (rest.hasRemaining()) {
      opened().write(rest);
    }
  }

  @Override
  public int read(byte[] inputBuffer) throws IOException {
    return opened().read(ByteBuffer.wrap(inputBuffer));
  }

  @Override
  public void close() throws IOException {
    if (channel.isPresent()) {
      channel.get().close();
      channel = Optional.empty();
    }
  }

  private SocketChannel opened() throws ClosedChannelException {
    return channel.orElseThrow(ClosedChannelException::new);
  }
}
