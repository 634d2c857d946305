package org.bactrian.web.http;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.util.concurrent.ScheduledFuture;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.impl.VertxBuilder;
import io.vertx.core.impl.transports.JDKTransport;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.net.SocketAddress;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Transport of Vert.x that bounds its connections: those that are too many are closed as soon as
 * they are accepted, so that those count, too, whose TLS handshake does not come, and one whose
 * client does not read what is sent is closed past Vert.x, which would first send it. All servers
 * of a Vert.x share the number. Safe for use by several threads.
 *
 * <p>It builds on internal classes of Vert.x, and is the only class to do so: its public API shows
 * a connection only after the handshake, and never its Netty channel.
 */
final class BoundedTransport extends JDKTransport {

  private static final Logger LOG = LoggerFactory.getLogger(BoundedTransport.class);

  /** Bytes that a client has to read within the answer time-out. */
  private static final int PART = 262_144;

  /**
   * Parts that wait for one client. Answers stay far below it, since their senders wait for a
   * client to read; what Vert.x sends by itself, such as an answer to each ping, does not.
   */
  private static final int MOST_PARTS = 10_000;

  private final HttpLimits limits;
  private final AtomicInteger count = new AtomicInteger();
  private final Map<Peers, UnreadBytes> open = new ConcurrentHashMap<>();

  BoundedTransport(HttpLimits limits) {
    this.limits = limits;
  }

  /** The addresses of both ends, which tell a connection from all others that are open. */
  private record Peers(SocketAddress remote, SocketAddress local) {}

  /** Makes a Vert.x with this transport. */
  Vertx vertx(VertxOptions options) {
    return new VertxBuilder(options).findTransport(this).init().vertx();
  }

  @Override
  public void configure(NetServerOptions options, boolean domainSocket, ServerBootstrap bootstrap) {
    super.configure(options, domainSocket, bootstrap);
    bootstrap.handler(new AcceptHandler());
  }

  /** Completes when the client has read all that was sent to it, or the connection is closed. */
  Future<Void> read(HttpConnection connection) {
    UnreadBytes unread = open.get(new Peers(connection.remoteAddress(), connection.localAddress()));
    return unread == null ? Future.succeededFuture() : unread.read();
  }

  private boolean isTaken(Channel accepted) {
    if (count.incrementAndGet() > limits.maxConnections()) {
      count.decrementAndGet();
      return false;
    }
    Peers peers = new Peers(convert(accepted.remoteAddress()), convert(accepted.localAddress()));
    UnreadBytes unread = new UnreadBytes();
    open.put(peers, unread);
    accepted.pipeline().addFirst(unread);
    accepted
        .closeFuture()
        .addListener(
            closed -> {
              count.decrementAndGet();
              open.remove(peers, unread);
              unread.closed();
            });
    return true;
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
          LOG.warn(
              "{} connections are open, which is all that are taken; more are closed",
              limits.maxConnections());
        }
      }
      full = !taken;
    }
  }

  /** Bytes on their way to one client, and the timer that closes the connection. */
  private final class UnreadBytes extends ChannelOutboundHandlerAdapter {

    private int parts;
    private @Nullable ScheduledFuture<?> timer;
    private Promise<Void> read = Promise.promise();

    private synchronized Future<Void> read() {
      return parts == 0 ? Future.succeededFuture() : read.future();
    }

    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
      if (message instanceof ByteBuf bytes) {
        while (bytes.readableBytes() > PART) {
          send(context, bytes.readRetainedSlice(PART), context.newPromise());
        }
      }
      send(context, message, promise.unvoid());
    }

    private void send(ChannelHandlerContext context, Object part, ChannelPromise promise) {
      boolean tooMany;
      synchronized (this) {
        tooMany = ++parts > MOST_PARTS;
      }
      promise.addListener(sent -> sent(context));
      context.write(part, promise);
      if (tooMany && context.channel().isOpen()) {
        close(context);
      }
    }

    @Override
    public void flush(ChannelHandlerContext context) {
      context.flush();
      restart(context);
    }

    private void sent(ChannelHandlerContext context) {
      @Nullable Promise<Void> all = null;
      synchronized (this) {
        parts--;
        if (timer != null) {
          timer.cancel(false);
          timer = null;
        }
        if (parts == 0) {
          all = read;
          read = Promise.promise();
        }
      }
      if (all != null) {
        all.tryComplete();
      } else {
        restart(context);
      }
    }

    private synchronized void restart(ChannelHandlerContext context) {
      if (parts > 0 && timer == null && context.channel().isOpen()) {
        timer =
            context
                .executor()
                .schedule(
                    () -> close(context), limits.answerTimeout().toMillis(), TimeUnit.MILLISECONDS);
      }
    }

    private void close(ChannelHandlerContext context) {
      LOG.debug("A client does not read what is sent to it; its connection is closed");
      context.close();
    }

    private void closed() {
      Promise<Void> all;
      synchronized (this) {
        if (timer != null) {
          timer.cancel(false);
        }
        all = read;
      }
      all.tryComplete();
    }
  }
}
