package org.bactrian.web.http;

import java.util.function.IntSupplier;
import org.apache.camel.Processor;
import org.apache.camel.component.platform.http.PlatformHttpEndpoint;
import org.apache.camel.component.platform.http.spi.PlatformHttpConsumer;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpEngine;

/** Puts the HTTP endpoints of routes on the front server, whatever other servers there are. */
final class FrontEngine extends VertxPlatformHttpEngine {

  private final IntSupplier port;

  FrontEngine(IntSupplier port) {
    this.port = port;
  }

  @Override
  public PlatformHttpConsumer createConsumer(PlatformHttpEndpoint endpoint, Processor processor) {
    return new FrontConsumer(endpoint, processor, getHandlers(), FrontServer.ROUTER);
  }

  @Override
  public int getServerPort() {
    return port.getAsInt();
  }
}
