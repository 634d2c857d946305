package org.bactrian.simulator.server;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.eclipse.milo.opcua.stack.core.transport.TransportProfile;
import org.eclipse.milo.opcua.stack.transport.server.ServerApplicationContext;
import org.eclipse.milo.opcua.stack.transport.server.tcp.OpcTcpServerTransportConfig;
import org.eclipse.milo.opcua.stack.transport.server.uasc.UascServerHelloHandler;
import org.jspecify.annotations.Nullable;

/**
 * Connections that the server opens to a client (Part 6, 7.1.2.6): there is always one that the
 * client has not used yet.
 */
final class ReverseConnections implements AutoCloseable {

  private final OpcTcpServerTransportConfig config;
  private final ServerApplicationContext application;
  private final InetSocketAddress client;
  private final String serverUri;
  private final String endpointUrl;
  private final ScheduledFuture<?> clock;
  private final ChannelGroup open = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);
  private @Nullable Channel unused;
  private boolean closed;

  /**
   * @param client where the client listens
   * @param interval time until a connection that was used or refused is followed by another
   */
  ReverseConnections(
      OpcTcpServerTransportConfig config,
      ServerApplicationContext application,
      InetSocketAddress client,
      Duration interval,
      String serverUri,
      String endpointUrl) {
    this.config = config;
    this.application = application;
    this.client = client;
    this.serverUri = serverUri;
    this.endpointUrl = endpointUrl;
    this.clock =
        config
            .getEventLoop()
            .scheduleWithFixedDelay(
                this::connectUnlessConnected, 0, interval.toMillis(), TimeUnit.MILLISECONDS);
  }

  private synchronized void connectUnlessConnected() {
    if (closed || unused != null) {
      return;
    }
    Channel channel =
        new Bootstrap()
            .group(config.getEventLoop())
            .channel(NioSocketChannel.class)
            .handler(
                new ChannelInitializer<SocketChannel>() {
                  @Override
                  protected void initChannel(SocketChannel opened) {
                    opened.pipeline().addLast(new ReverseHelloSender());
                    opened
                        .pipeline()
                        .addLast(
                            new UascServerHelloHandler(
                                config, application, TransportProfile.TCP_UASC_UABINARY));
                    config.getChannelPipelineCustomizer().accept(opened.pipeline());
                  }
                })
            .connect(client)
            .channel();
    unused = channel;
    open.add(channel);
    channel.closeFuture().addListener(done -> used(channel));
  }

  private synchronized void used(Channel channel) {
    if (unused == channel) {
      unused = null;
    }
  }

  @Override
  public synchronized void close() {
    closed = true;
    clock.cancel(false);
    open.close();
  }

  /** Sender of the ReverseHello, which then waits for the first message of the client. */
  private final class ReverseHelloSender extends ChannelInboundHandlerAdapter {

    @Override
    public void channelActive(ChannelHandlerContext context) throws Exception {
      ByteBuf message = context.alloc().buffer();
      message.writeCharSequence("RHEF", StandardCharsets.US_ASCII);
      message.writeIntLE(0);
      write(message, serverUri);
      write(message, endpointUrl);
      message.setIntLE(Integer.BYTES, message.readableBytes());
      context.writeAndFlush(message);
      super.channelActive(context);
    }

    private void write(ByteBuf message, String text) {
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      message.writeIntLE(bytes.length).writeBytes(bytes);
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) throws Exception {
      used(context.channel());
      context.pipeline().remove(this);
      super.channelRead(context, message);
    }
  }
}
