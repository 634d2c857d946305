package org.bactrian.edge.mqtt;

import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.apache.camel.InvalidPayloadException;
import org.apache.camel.Message;
import org.apache.camel.support.DefaultAsyncProducer;
import org.bactrian.edge.kamelet.Mqtt5Properties;
import org.bactrian.edge.topic.EncodableText;
import org.bactrian.model.telemetry.TelemetryHeaders;
import org.eclipse.paho.mqttv5.common.MqttMessage;

/**
 * Producer that publishes each exchange to the topic named by its header. It connects at the first
 * exchange, so an unreachable broker does not keep the route from starting.
 */
final class MqttTelemetryProducer extends DefaultAsyncProducer {

  private final MqttTelemetryEndpoint endpoint;
  private MqttPublisher publisher;

  MqttTelemetryProducer(MqttTelemetryEndpoint endpoint) {
    super(endpoint);
    this.endpoint = endpoint;
  }

  @Override
  protected void doStart() throws Exception {
    super.doStart();
    publisher = new MqttPublisher(endpoint.broker());
  }

  @Override
  public boolean process(Exchange exchange, AsyncCallback callback) {
    try {
      String topic = exchange.getMessage().getHeader(TelemetryHeaders.TOPIC, "", String.class);
      if (topic.isEmpty()) {
        throw new IllegalArgumentException(
            "The message has no topic. Set the header " + TelemetryHeaders.TOPIC + ".");
      }
      publisher
          .publish(EncodableText.cleaned(topic), message(exchange))
          .whenComplete(
              (done, fault) -> {
                if (fault != null) {
                  exchange.setException(fault);
                }
                callback.done(false);
              });
      return false;
    } catch (InvalidPayloadException | IllegalArgumentException e) {
      exchange.setException(e);
      callback.done(true);
      return true;
    }
  }

  private MqttMessage message(Exchange exchange) throws InvalidPayloadException {
    MqttMessage message = new MqttMessage(exchange.getMessage().getMandatoryBody(byte[].class));
    Message in = exchange.getMessage();
    message.setQos(
        in.getHeader(TelemetryHeaders.QUALITY_OF_SERVICE, endpoint.getQos(), Integer.class));
    message.setRetained(
        in.getHeader(TelemetryHeaders.RETAINED, endpoint.isRetained(), Boolean.class));
    message.setProperties(Mqtt5Properties.of(exchange));
    return message;
  }

  @Override
  protected void doStop() throws Exception {
    publisher.close();
    super.doStop();
  }
}
