package org.bactrian.edge.mqtt;

import org.apache.camel.Consumer;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.support.DefaultEndpoint;

/** Receive methods that are called over MQTT, and answer them. */
public class MqttMethodsEndpoint extends DefaultEndpoint {

  /** Created by the component. */
  public MqttMethodsEndpoint(String uri, MqttMethodsComponent component) {
    super(uri, component);
  }

  @Override
  public Consumer createConsumer(Processor processor) throws Exception {
    MqttMethodsConsumer consumer =
        new MqttMethodsConsumer(this, processor, getComponent().settings());
    configureConsumer(consumer);
    return consumer;
  }

  @Override
  public Producer createProducer() {
    throw new UnsupportedOperationException(getEndpointUri() + " can only be consumed from.");
  }

  @Override
  public MqttMethodsComponent getComponent() {
    return (MqttMethodsComponent) super.getComponent();
  }
}
