package org.bactrian.iothub.module;

import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;

/** A module in a process of its own, whose environment names the hub. Sends one message. */
public final class EdgeModuleProcess {

  private EdgeModuleProcess() {}

  public static void main(String[] arguments) {
    DefaultCamelContext context = new DefaultCamelContext();
    context.start();
    Exchange sent =
        context
            .createFluentProducerTemplate()
            .to("iothub-module:telemetry")
            .withBody("from the edge")
            .send();
    context.stop();
    System.exit(sent.getException() == null ? 0 : 1);
  }
}
