package org.bactrian.launcher.routes;

import org.apache.camel.Component;
import org.apache.camel.Consumer;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.support.DefaultConsumer;
import org.apache.camel.support.DefaultEndpoint;
import org.apache.camel.support.DefaultProducer;

/** Endpoint of a route that is checked and never run. */
final class StubEndpoint extends DefaultEndpoint {

  StubEndpoint(String uri, Component component) {
    super(uri, component);
  }

  @Override
  public boolean isLenientProperties() {
    return true;
  }

  @Override
  public Producer createProducer() {
    return new DefaultProducer(this) {
      @Override
      public void process(Exchange exchange) {
        throw new IllegalStateException("A route that is only looked at does not send");
      }
    };
  }

  @Override
  public Consumer createConsumer(Processor processor) {
    return new DefaultConsumer(this, processor);
  }
}
