package org.bactrian.simulator.server;

import io.netty.channel.ChannelPipeline;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.util.concurrent.TimeUnit;
import org.eclipse.milo.opcua.sdk.server.OpcUaServer;
import org.eclipse.milo.opcua.sdk.server.Session;
import org.eclipse.milo.opcua.stack.core.types.enumerated.MessageSecurityMode;

/** Connections of clients, to end them when the server has another certificate. */
final class ClientConnections {

  /** Time for the answer to the request that ends the connections. */
  private static final long DELAY_MS = 200;

  private final ChannelGroup open = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);

  void add(ChannelPipeline pipeline) {
    open.add(pipeline.channel());
  }

  /**
   * Ends the sessions with message security, whose subscriptions stay for their clients to take
   * over, and closes every connection; in a moment.
   */
  void endSoon(OpcUaServer server) {
    server
        .getScheduledExecutorService()
        .schedule(() -> end(server), DELAY_MS, TimeUnit.MILLISECONDS);
  }

  private void end(OpcUaServer server) {
    for (Session session : server.getSessionManager().getAllSessions()) {
      if (session.getSecurityConfiguration().getSecurityMode() != MessageSecurityMode.None) {
        server.getSessionManager().killSession(session.getSessionId(), false);
      }
    }
    open.close();
  }
}
