package org.bactrian.simulator.server;

import java.net.InetSocketAddress;
import org.eclipse.milo.opcua.stack.transport.server.ServerApplicationContext;
import org.eclipse.milo.opcua.stack.transport.server.tcp.OpcTcpServerTransport;
import org.eclipse.milo.opcua.stack.transport.server.tcp.OpcTcpServerTransportConfig;
import org.jspecify.annotations.Nullable;

/** TCP transport of the server, which remembers what connections of its own need. */
final class PlantTransport extends OpcTcpServerTransport {

  private final OpcTcpServerTransportConfig config;
  private volatile @Nullable ServerApplicationContext application;

  PlantTransport(OpcTcpServerTransportConfig config) {
    super(config);
    this.config = config;
  }

  OpcTcpServerTransportConfig config() {
    return config;
  }

  /** The server behind the transport; null before it listens. */
  @Nullable ServerApplicationContext application() {
    return application;
  }

  @Override
  public synchronized void bind(ServerApplicationContext context, InetSocketAddress address)
      throws Exception {
    application = context;
    super.bind(context, address);
  }
}
