package org.bactrian.web.http;

import org.apache.camel.Processor;
import org.apache.camel.component.platform.http.PlatformHttpEndpoint;
import org.apache.camel.component.platform.http.spi.PlatformHttpConsumer;
import org.apache.camel.component.platform.http.spi.PlatformHttpEngine;
import org.apache.camel.support.DefaultConsumer;

/** HTTP engine without a server: REST routes load, and no request reaches them. */
final class DisabledHttpEngine implements PlatformHttpEngine {

  @Override
  public PlatformHttpConsumer createConsumer(PlatformHttpEndpoint endpoint, Processor processor) {
    return new DisabledConsumer(endpoint, processor);
  }

  @Override
  public int getServerPort() {
    return 0;
  }

  private static final class DisabledConsumer extends DefaultConsumer
      implements PlatformHttpConsumer {

    private DisabledConsumer(PlatformHttpEndpoint endpoint, Processor processor) {
      super(endpoint, processor);
    }

    @Override
    public PlatformHttpEndpoint getEndpoint() {
      return (PlatformHttpEndpoint) super.getEndpoint();
    }
  }
}
