package org.bactrian.edge.mqtt;

import org.apache.camel.Category;
import org.apache.camel.Consumer;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.UriEndpoint;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriPath;
import org.apache.camel.support.DefaultEndpoint;
import org.bactrian.edge.options.MqttBroker;

/**
 * Publish messages to an MQTT 5 broker. An exchange completes when the broker has acknowledged its
 * message; a message that the broker can never accept fails with an UndeliverableMessageException.
 */
@UriEndpoint(
    firstVersion = "1.0.0",
    scheme = "mqtt-telemetry",
    title = "MQTT Telemetry",
    syntax = "mqtt-telemetry:name",
    producerOnly = true,
    category = {Category.IOT, Category.MESSAGING})
public class MqttTelemetryEndpoint extends DefaultEndpoint {

  @UriPath(description = "Name of the endpoint, for instance telemetry.")
  @Metadata(required = true)
  private String name;

  @UriParam(description = "URL of the broker; ssl:// in place of tcp:// for TLS.")
  @Metadata(required = true)
  private String brokerUrl = "";

  @UriParam(
      description = "Quality of service: 0 at most once, 1 at least once, 2 exactly once.",
      defaultValue = "1",
      enums = "0,1,2")
  private int qos = 1;

  @UriParam(description = "Whether the broker retains the last message of a topic.")
  private boolean retained;

  @UriParam(description = "Client id at the broker; without it, a new one at each connect.")
  private String clientId = "";

  @UriParam(label = "security", description = "User to sign in with.", secret = true)
  private String userName = "";

  @UriParam(label = "security", description = "Password of the user.", secret = true)
  private String password = "";

  /** Created by the component. */
  public MqttTelemetryEndpoint(String uri, MqttTelemetryComponent component) {
    super(uri, component);
  }

  @Override
  public Producer createProducer() {
    return new MqttTelemetryProducer(this);
  }

  @Override
  public Consumer createConsumer(Processor processor) {
    throw new UnsupportedOperationException("mqtt-telemetry:" + name + " can only be sent to.");
  }

  MqttBroker broker() {
    return new MqttBroker(brokerUrl, clientId, userName, password);
  }

  public String getName() {
    return name;
  }

  public void setName(String name) {
    this.name = name;
  }

  public String getBrokerUrl() {
    return brokerUrl;
  }

  public void setBrokerUrl(String brokerUrl) {
    this.brokerUrl = brokerUrl;
  }

  public int getQos() {
    return qos;
  }

  public void setQos(int qos) {
    this.qos = qos;
  }

  public boolean isRetained() {
    return retained;
  }

  public void setRetained(boolean retained) {
    this.retained = retained;
  }

  public String getClientId() {
    return clientId;
  }

  public void setClientId(String clientId) {
    this.clientId = clientId;
  }

  public String getUserName() {
    return userName;
  }

  public void setUserName(String userName) {
    this.userName = userName;
  }

  public String getPassword() {
    return password;
  }

  public void setPassword(String password) {
    this.password = password;
  }
}
