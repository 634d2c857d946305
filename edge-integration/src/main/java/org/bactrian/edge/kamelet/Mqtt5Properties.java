package org.bactrian.edge.kamelet;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.bactrian.model.telemetry.TelemetryHeaders;
import org.eclipse.paho.mqttv5.common.packet.MqttProperties;
import org.eclipse.paho.mqttv5.common.packet.UserProperty;

/** MQTT 5 properties that describe a payload, made of the headers of a NetworkMessage. */
public final class Mqtt5Properties {

  private static final String MESSAGE_ID = "message-id";

  private Mqtt5Properties() {}

  /** Returns content type and user properties of a message. */
  public static MqttProperties of(Exchange exchange) {
    Message message = exchange.getMessage();
    MqttProperties properties = new MqttProperties();
    properties.setContentType(message.getHeader(TelemetryHeaders.CONTENT_TYPE, String.class));
    List<UserProperty> user = new ArrayList<>();
    String id = message.getHeader(TelemetryHeaders.MESSAGE_ID, String.class);
    if (id != null) {
      user.add(new UserProperty(MESSAGE_ID, id));
    }
    Map<?, ?> application = message.getHeader(TelemetryHeaders.PROPERTIES, Map.of(), Map.class);
    application.forEach(
        (name, value) -> user.add(new UserProperty(name.toString(), String.valueOf(value))));
    properties.setUserProperties(user);
    return properties;
  }
}
