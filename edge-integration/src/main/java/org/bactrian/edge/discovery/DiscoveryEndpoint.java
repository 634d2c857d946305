package org.bactrian.edge.discovery;

import org.apache.camel.Category;
import org.apache.camel.Consumer;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.UriEndpoint;
import org.apache.camel.spi.UriPath;
import org.apache.camel.support.DefaultEndpoint;

/** Receive the results and the progress of discoveries of OPC UA servers. */
@UriEndpoint(
    firstVersion = "1.0.0",
    scheme = "opcua-discovery",
    title = "OPC UA Discovery",
    syntax = "opcua-discovery:name",
    consumerOnly = true,
    category = {Category.IOT})
public class DiscoveryEndpoint extends DefaultEndpoint {

  @UriPath(description = "What is consumed: messages, those of every discovery of the process.")
  @Metadata(required = true)
  private String name;

  /** Made by the component. */
  public DiscoveryEndpoint(String uri, DiscoveryComponent component) {
    super(uri, component);
  }

  @Override
  public Consumer createConsumer(Processor processor) throws Exception {
    DiscoveryConsumer consumer = new DiscoveryConsumer(this, processor);
    configureConsumer(consumer);
    return consumer;
  }

  @Override
  public Producer createProducer() {
    throw new UnsupportedOperationException(
        "opcua-discovery:" + name + " can only be consumed from.");
  }

  @Override
  public DiscoveryComponent getComponent() {
    return (DiscoveryComponent) super.getComponent();
  }

  /** Source of the consumer. */
  public String getName() {
    return name;
  }

  /** Sets what is consumed. */
  public void setName(String name) {
    this.name = name;
  }
}
