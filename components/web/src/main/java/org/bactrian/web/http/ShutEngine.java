package org.bactrian.web.http;

import org.apache.camel.Processor;
import org.apache.camel.component.platform.http.PlatformHttpEndpoint;
import org.apache.camel.component.platform.http.spi.PlatformHttpConsumer;
import org.apache.camel.component.platform.http.spi.PlatformHttpEngine;
import org.apache.camel.support.DefaultConsumer;

/** Takes the HTTP endpoints of routes and lets nothing through to them. */
final class ShutEngine implements PlatformHttpEngine {

  @Override
  public PlatformHttpConsumer createConsumer(PlatformHttpEndpoint endpoint, Processor processor) {
    return new ShutConsumer(endpoint, processor);
  }

  @Override
  public int getServerPort() {
    return 0;
  }

  private static final class ShutConsumer extends DefaultConsumer implements PlatformHttpConsumer {

    private ShutConsumer(PlatformHttpEndpoint endpoint, Processor processor) {
      super(endpoint, processor);
    }

    @Override
    public PlatformHttpEndpoint getEndpoint() {
      return (PlatformHttpEndpoint) super.getEndpoint();
    }
  }
}
