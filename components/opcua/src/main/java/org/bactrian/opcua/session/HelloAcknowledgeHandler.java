package org.bactrian.opcua.session;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.io.IOException;
import org.eclipse.milo.opcua.stack.transport.client.uasc.UascClientAcknowledgeHandler;
import org.eclipse.milo.opcua.stack.transport.client.uasc.UascClientMessageHandler;

/**
 * Fails an attempt to connect as soon as the server closes the connection between Hello and
 * Acknowledge (Part 6, 7.1.3). Milo does not notice, and the operator would read of a time-out
 * instead.
 */
final class HelloAcknowledgeHandler extends ChannelInboundHandlerAdapter {

  @Override
  public void channelInactive(ChannelHandlerContext context) throws Exception {
    boolean greeted = context.pipeline().get(UascClientMessageHandler.class) != null;
    if (!greeted && context.pipeline().get(UascClientAcknowledgeHandler.class) != null) {
      context.pipeline().fireExceptionCaught(new EndedException());
    }
    super.channelInactive(context);
  }

  /** The other side hung up on a Hello. */
  static final class EndedException extends IOException {

    EndedException() {
      super("closed on Hello");
    }
  }
}
