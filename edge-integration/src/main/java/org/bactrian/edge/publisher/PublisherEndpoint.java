package org.bactrian.edge.publisher;

import org.apache.camel.Category;
import org.apache.camel.Consumer;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.UriEndpoint;
import org.apache.camel.spi.UriPath;
import org.apache.camel.support.DefaultEndpoint;

/** Receive the OPC UA PubSub NetworkMessages of all WriterGroups, one exchange a message. */
@UriEndpoint(
    firstVersion = "1.0.0",
    scheme = "opcua-publisher",
    title = "OPC UA Publisher",
    syntax = "opcua-publisher:name",
    consumerOnly = true,
    category = {Category.IOT})
public class PublisherEndpoint extends DefaultEndpoint {

  @UriPath(description = "What is consumed: groups, all WriterGroups of the process.")
  @Metadata(required = true)
  private String name;

  /** Made by the component. */
  public PublisherEndpoint(String uri, PublisherComponent component) {
    super(uri, component);
  }

  @Override
  public Consumer createConsumer(Processor processor) throws Exception {
    PublisherConsumer consumer = new PublisherConsumer(this, processor);
    configureConsumer(consumer);
    return consumer;
  }

  @Override
  public Producer createProducer() {
    throw new UnsupportedOperationException(
        "opcua-publisher:" + name + " can only be consumed from.");
  }

  @Override
  public PublisherComponent getComponent() {
    return (PublisherComponent) super.getComponent();
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
