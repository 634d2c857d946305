package org.bactrian.edge.mqtt;

import org.apache.camel.Category;
import org.apache.camel.Consumer;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.UriEndpoint;
import org.apache.camel.spi.UriPath;
import org.apache.camel.support.DefaultEndpoint;

/** Receive methods that are called over MQTT, and answer them. */
@UriEndpoint(
    firstVersion = "1.0.0",
    scheme = "mqtt-methods",
    title = "MQTT Methods",
    syntax = "mqtt-methods:name",
    consumerOnly = true,
    category = {Category.IOT, Category.MESSAGING})
public class MqttMethodsEndpoint extends DefaultEndpoint {

  @UriPath(description = "Source of the consumer: calls, the calls of all methods.")
  @Metadata(required = true)
  private String name;

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
    throw new UnsupportedOperationException("mqtt-methods:" + name + " can only be consumed from.");
  }

  @Override
  public MqttMethodsComponent getComponent() {
    return (MqttMethodsComponent) super.getComponent();
  }

  /** Returns the source of the consumer. */
  public String getName() {
    return name;
  }

  /** Sets the source of the consumer. */
  public void setName(String name) {
    this.name = name;
  }
}
