package org.bactrian.localazure.iotedge;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.nio.NioServerDomainSocketChannel;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.timeout.ReadTimeoutHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** HTTP server on a Unix socket, which is where modules of IoT Edge reach its workload API. */
final class WorkloadServer implements AutoCloseable {

  /** The kernel takes 108 bytes with the zero at the end. */
  private static final int MAX_PATH_BYTES = 100;

  private static final int MAX_BODY_BYTES = 64 * 1_024;

  /**
   * Bytes of a body that are read before it is refused. A Unix socket that closes with bytes unread
   * takes the answer back.
   */
  private static final int MAX_READ_BYTES = 1_024 * 1_024;

  private static final int IDLE_SECONDS = 30;

  private final Path socket;
  private final EventLoopGroup loop;
  private final Channel channel;

  private WorkloadServer(Path socket, EventLoopGroup loop, Channel channel) {
    this.socket = socket;
    this.loop = loop;
    this.channel = channel;
  }

  /**
   * Listens on a socket that does not exist yet.
   *
   * @throws IllegalStateException when it cannot
   */
  static WorkloadServer open(Path socket, WorkloadApi api) {
    Path absolute = socket.toAbsolutePath();
    if (absolute.toString().getBytes(UTF_8).length > MAX_PATH_BYTES) {
      throw new IllegalStateException(
          "The path of a Unix socket has at most %d bytes. Choose a shorter one than %s"
              .formatted(MAX_PATH_BYTES, absolute));
    }
    EventLoopGroup loop = new NioEventLoopGroup(1, new DefaultThreadFactory("workload-api", true));
    ChannelFuture bound =
        new ServerBootstrap()
            .group(loop)
            .channel(NioServerDomainSocketChannel.class)
            .childHandler(new Pipeline(api))
            .bind(UnixDomainSocketAddress.of(absolute))
            .awaitUninterruptibly();
    if (!bound.isSuccess()) {
      loop.shutdownGracefully(0, 0, TimeUnit.SECONDS);
      throw new IllegalStateException(
          "The workload API cannot listen on %s: %s"
              .formatted(absolute, bound.cause().getMessage()),
          bound.cause());
    }
    return new WorkloadServer(absolute, loop, bound.channel());
  }

  @Override
  public void close() {
    channel.close().awaitUninterruptibly();
    loop.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
    try {
      Files.deleteIfExists(socket);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Handlers of a connection: HTTP with bounded bodies, then the API. */
  private static final class Pipeline extends ChannelInitializer<Channel> {

    private final WorkloadApi api;

    Pipeline(WorkloadApi api) {
      this.api = api;
    }

    @Override
    protected void initChannel(Channel connection) {
      connection
          .pipeline()
          .addLast(new ReadTimeoutHandler(IDLE_SECONDS))
          .addLast(new HttpServerCodec())
          .addLast(new HttpObjectAggregator(MAX_READ_BYTES))
          .addLast(new RequestHandler(api));
    }
  }

  private static final class RequestHandler extends SimpleChannelInboundHandler<FullHttpRequest> {

    private final WorkloadApi api;

    RequestHandler(WorkloadApi api) {
      this.api = api;
    }

    @Override
    protected void channelRead0(ChannelHandlerContext connection, FullHttpRequest request) {
      WorkloadApi.Answer answer =
          request.content().readableBytes() > MAX_BODY_BYTES
              ? WorkloadApi.Answer.refused(
                  HttpResponseStatus.REQUEST_ENTITY_TOO_LARGE,
                  "A body has at most " + MAX_BODY_BYTES + " bytes")
              : api.answer(request.method(), request.uri(), request.content().toString(UTF_8));
      FullHttpResponse response =
          new DefaultFullHttpResponse(
              HttpVersion.HTTP_1_1,
              answer.status(),
              Unpooled.copiedBuffer(answer.body().toString(), UTF_8));
      response.headers().set(HttpHeaderNames.CONTENT_TYPE, "application/json");
      HttpUtil.setContentLength(response, response.content().readableBytes());
      boolean keepAlive = HttpUtil.isKeepAlive(request);
      HttpUtil.setKeepAlive(response, keepAlive);
      ChannelFuture written = connection.writeAndFlush(response);
      if (!keepAlive) {
        written.addListener(ChannelFutureListener.CLOSE);
      }
    }

    /** Cuts a connection that is idle or does not speak HTTP. */
    @Override
    public void exceptionCaught(ChannelHandlerContext connection, Throwable cause) {
      connection.close();
    }
  }
}
