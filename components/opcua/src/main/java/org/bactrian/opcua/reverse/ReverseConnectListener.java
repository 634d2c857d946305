package org.bactrian.opcua.reverse;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.eclipse.milo.opcua.stack.core.Stack;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Port that servers connect to. It is opened when the first server is expected, so that an edge
 * that expects none listens to nobody. Thread-safe.
 */
public final class ReverseConnectListener implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(ReverseConnectListener.class);

  /** Connections at a time, those of sessions and those that nobody uses. */
  private static final int MAX_CONNECTIONS = 1000;

  /** Connections of one address that have yet to say who they are of. */
  static final int MAX_SILENT_PER_ADDRESS = 100;

  private static final long NOTE_NANOS = TimeUnit.MINUTES.toNanos(1);

  private final ReverseConnectSettings settings;
  private final ExpectedServers servers;
  private final ChannelGroup connections = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);
  private @Nullable Channel listening;
  private boolean closed;
  private final AtomicLong notedNanos = new AtomicLong(System.nanoTime() - NOTE_NANOS);

  public ReverseConnectListener(ReverseConnectSettings settings, ExpectedServers servers) {
    this.settings = settings;
    this.servers = servers;
  }

  /**
   * Opens the port unless it is open.
   *
   * @return where servers are to connect to
   * @throws IOException when the port cannot be opened
   */
  public synchronized InetSocketAddress open() throws IOException {
    if (closed) {
      throw new IOException("closed");
    }
    Channel present = listening;
    if (present == null) {
      present =
          new ServerBootstrap()
              .group(Stack.sharedEventLoop())
              .channel(NioServerSocketChannel.class)
              .childOption(ChannelOption.TCP_NODELAY, true)
              .childHandler(new ConnectionInitializer())
              .bind(settings.host(), settings.port())
              .awaitUninterruptibly()
              .channel();
      if (!present.isActive()) {
        throw new IOException(
            "port %d of %s cannot be opened".formatted(settings.port(), settings.host()));
      }
      listening = present;
      LOG.info("Servers may connect to {}", present.localAddress());
    }
    return (InetSocketAddress) present.localAddress();
  }

  @Override
  public synchronized void close() {
    closed = true;
    if (listening != null) {
      listening.close().awaitUninterruptibly();
      listening = null;
    }
    connections.close();
  }

  /** Preparation of a connection to say who it is of. */
  private final class ConnectionInitializer extends ChannelInitializer<SocketChannel> {

    @Override
    protected void initChannel(SocketChannel channel) {
      if (connections.size() >= MAX_CONNECTIONS) {
        refuse(channel, "there are %d connections".formatted(MAX_CONNECTIONS));
        return;
      }
      if (silentOf(channel.remoteAddress().getAddress()) >= MAX_SILENT_PER_ADDRESS) {
        refuse(
            channel,
            "%d others of this address have not said who they are of"
                .formatted(MAX_SILENT_PER_ADDRESS));
        return;
      }
      connections.add(channel);
      channel.pipeline().addLast(new ReverseHelloDecoder(servers));
      channel.pipeline().addLast(new UnreportedFaults());
    }
  }

  /** Counts the connections of an address that have yet to say who they are of. */
  private long silentOf(InetAddress address) {
    return connections.stream()
        .filter(ReverseHelloDecoder::isAwaitedFrom)
        .filter(
            other ->
                other.remoteAddress() instanceof InetSocketAddress remote
                    && address.equals(remote.getAddress()))
        .count();
  }

  /** Closes a connection; the log says so at most once a minute. */
  private void refuse(SocketChannel channel, String why) {
    long now = System.nanoTime();
    long last = notedNanos.get();
    if (now - last >= NOTE_NANOS && notedNanos.compareAndSet(last, now)) {
      LOG.warn(
          "A connection from {} to the port for reverse connections is closed, since {}. Let only"
              + " servers reach this port.",
          channel.remoteAddress(),
          why);
    }
    channel.close();
  }

  /** End of the pipeline, where the fault of a connection is no news. */
  private static final class UnreportedFaults extends ChannelInboundHandlerAdapter {

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
      LOG.debug("{}: closed", context.channel().remoteAddress(), cause);
      context.close();
    }
  }
}
