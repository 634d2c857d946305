package org.bactrian.opcua.component;

import java.util.List;
import org.apache.camel.Category;
import org.apache.camel.Consumer;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.spi.UriEndpoint;
import org.apache.camel.spi.UriParam;
import org.apache.camel.support.DefaultEndpoint;
import org.bactrian.opcua.session.Session;

/** Subscribe to, read, write, call and browse nodes of OPC UA servers. */
@UriEndpoint(
    firstVersion = "1.0.0",
    scheme = "opcua",
    title = "OPC UA",
    syntax = "opcua:operation",
    category = {Category.IOT},
    headersClass = OpcUaConstants.class)
public class OpcUaEndpoint extends DefaultEndpoint {

  @UriParam private final OpcUaConfiguration configuration;

  OpcUaEndpoint(String uri, OpcUaComponent component, OpcUaConfiguration configuration) {
    super(uri, component);
    this.configuration = configuration;
  }

  /** Options of this endpoint. */
  public OpcUaConfiguration getConfiguration() {
    return configuration;
  }

  @Override
  public OpcUaComponent getComponent() {
    return (OpcUaComponent) super.getComponent();
  }

  @Override
  public Producer createProducer() {
    if (configuration.getOperation() == OpcUaOperation.subscribe) {
      throw new IllegalArgumentException(
          "opcua:subscribe is for from. Write to: opcua:read, write, call or browse.");
    }
    return new OpcUaProducer(this);
  }

  @Override
  public Consumer createConsumer(Processor processor) throws Exception {
    if (configuration.getOperation() != OpcUaOperation.subscribe) {
      throw new IllegalArgumentException(
          "opcua:"
              + configuration.getOperation()
              + " is for to. Write from: opcua:subscribe, or put a timer before it.");
    }
    OpcUaConsumer consumer = new OpcUaConsumer(this, processor);
    configureConsumer(consumer);
    return consumer;
  }

  Session openSession() {
    return getComponent().sessions().open(configuration.connection());
  }

  List<String> nodeTexts() {
    return NodeIdList.parse(configuration.getNodes());
  }
}
