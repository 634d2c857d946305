package org.bactrian.web.http;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.vertx.core.impl.transports.JDKTransport;
import io.vertx.core.net.NetServerOptions;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Transport of Vert.x that closes connections which are too many as soon as they are accepted, so
 * that those count, too, whose TLS handshake does not come. All servers of a Vert.x share the
 * number. Safe for use by several threads.
 */
final class AcceptLimiter extends JDKTransport {

  private static final Logger LOG = LoggerFactory.getLogger(AcceptLimiter.class);

  private final int max;
  private final AtomicInteger open = new AtomicInteger();

  /**
   * @param max connections at once
   */
  AcceptLimiter(int max) {
    this.max = max;
  }

  @Override
  public void configure(NetServerOptions options, boolean domainSocket, ServerBootstrap bootstrap) {
    super.configure(options, domainSocket, bootstrap);
    bootstrap.handler(new AcceptHandler());
  }

  private boolean isTaken(Channel accepted) {
    int count = open.incrementAndGet();
    if (count <= max) {
      accepted.closeFuture().addListener(closed -> open.decrementAndGet());
      return true;
    }
    open.decrementAndGet();
    return false;
  }

  /** Sees the connections that one server accepts. */
  @Sharable
  private final class AcceptHandler extends ChannelInboundHandlerAdapter {

    private boolean full;

    @Override
    public void channelRead(ChannelHandlerContext context, Object accepted) {
      Channel channel = (Channel) accepted;
      boolean taken = isTaken(channel);
      if (taken) {
        context.fireChannelRead(accepted);
      } else {
        channel.unsafe().closeForcibly();
        if (!full) {
          LOG.warn("{} connections are open, which is all that are taken; more are closed", max);
        }
      }
      full = !taken;
    }
  }
}
