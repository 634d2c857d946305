package org.bactrian.edge.kamelet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.bactrian.model.telemetry.TelemetryHeaders;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.eclipse.paho.mqttv5.common.packet.MqttProperties;
import org.eclipse.paho.mqttv5.common.packet.MqttPublish;
import org.junit.jupiter.api.Test;

/** MQTT 5 properties of messages. */
class Mqtt5PropertiesTest {

  @Test
  void namesOfAServerThatMqttDoesNotTakeCanBeSent() {
    Exchange exchange = new DefaultExchange(new DefaultCamelContext());
    exchange
        .getMessage()
        .setHeader(TelemetryHeaders.PROPERTIES, Map.of("type", "Event/a\u0000\n\ud800b"));

    MqttProperties properties = Mqtt5Properties.of(exchange);

    assertThat(properties.getUserProperties().get(0).getValue())
        .isEqualTo("Event/a\ufffd\ufffd\ufffdb");
    assertThatCode(
            () -> new MqttPublish("topic", new MqttMessage(new byte[1]), properties).getHeader())
        .doesNotThrowAnyException();
  }
}
