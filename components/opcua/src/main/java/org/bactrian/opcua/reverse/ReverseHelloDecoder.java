package org.bactrian.opcua.reverse;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.handler.codec.DecoderException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.eclipse.milo.opcua.stack.core.channel.messages.ErrorMessage;
import org.eclipse.milo.opcua.stack.core.channel.messages.TcpMessageEncoder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reader of the ReverseHello of a connection. What comes after it, before this side has said Hello,
 * ends the connection, as a ReverseHello does that is late or damaged.
 */
final class ReverseHelloDecoder extends ByteToMessageDecoder {

  private static final Logger LOG = LoggerFactory.getLogger(ReverseHelloDecoder.class);

  /** Time for a server to say who it is. */
  private static final long DEADLINE_SECONDS = 10;

  private final ExpectedServers servers;
  private volatile boolean greeted;

  ReverseHelloDecoder(ExpectedServers servers) {
    this.servers = servers;
  }

  /** Returns whether a connection has yet to say who it is of. */
  static boolean isAwaitedFrom(Channel channel) {
    ReverseHelloDecoder decoder = channel.pipeline().get(ReverseHelloDecoder.class);
    return decoder != null && !decoder.greeted;
  }

  @Override
  public void channelActive(ChannelHandlerContext context) throws Exception {
    context
        .executor()
        .schedule(
            () -> {
              if (!greeted) {
                context.close();
              }
            },
            DEADLINE_SECONDS,
            TimeUnit.SECONDS);
    super.channelActive(context);
  }

  @Override
  protected void decode(ChannelHandlerContext context, ByteBuf buffer, List<Object> out)
      throws UaException {
    if (greeted) {
      throw new UaException(
          StatusCodes.Bad_TcpMessageTypeInvalid, "a message before the Hello of this client");
    }
    if (buffer.readableBytes() < ReverseHello.HEADER_BYTES) {
      return;
    }
    int length = ReverseHello.length(buffer);
    if (buffer.readableBytes() >= length) {
      greeted = true;
      ReverseHello hello = ReverseHello.decode(buffer.readSlice(length));
      if (!servers.offer(hello, context.channel())) {
        refuse(context, StatusCodes.Bad_TcpEndpointUrlInvalid, "this server is not expected");
      }
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable fault) {
    Throwable cause = fault instanceof DecoderException ? fault.getCause() : fault;
    LOG.debug("{}: refused", context.channel().remoteAddress(), cause);
    if (cause instanceof UaException refused) {
      refuse(context, refused.getStatusCode().value(), String.valueOf(refused.getMessage()));
    } else {
      context.close();
    }
  }

  private static void refuse(ChannelHandlerContext context, long status, String reason) {
    try {
      context
          .writeAndFlush(TcpMessageEncoder.encode(new ErrorMessage(status, reason)))
          .addListener(ChannelFutureListener.CLOSE);
    } catch (UaException e) {
      context.close();
    }
  }
}
