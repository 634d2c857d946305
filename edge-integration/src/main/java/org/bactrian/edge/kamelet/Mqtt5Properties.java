package org.bactrian.edge.kamelet;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.bactrian.edge.topic.EncodableText;
import org.bactrian.model.telemetry.TelemetryHeaders;
import org.eclipse.paho.mqttv5.common.packet.MqttProperties;
import org.eclipse.paho.mqttv5.common.packet.UserProperty;

/** MQTT 5 properties that describe a payload, made of the headers of a NetworkMessage. */
public final class Mqtt5Properties {

  private static final String MESSAGE_ID = "message-id";

  /** Most seconds that a message may have (MQTT 5, 3.3.2.3.3). */
  private static final long LONGEST_EXPIRY = 4_294_967_295L;

  private Mqtt5Properties() {}

  /** Returns content type, expiry and user properties of a message. */
  public static MqttProperties of(Exchange exchange) {
    Message message = exchange.getMessage();
    MqttProperties properties = new MqttProperties();
    properties.setContentType(message.getHeader(TelemetryHeaders.CONTENT_TYPE, String.class));
    Long millis = message.getHeader(TelemetryHeaders.TIME_TO_LIVE, Long.class);
    if (millis != null) {
      // Whole seconds, of which none would be no limit.
      properties.setMessageExpiryInterval(
          Math.min(LONGEST_EXPIRY, Math.max(1, (millis + 999) / 1000)));
    }
    List<UserProperty> user = new ArrayList<>();
    String id = message.getHeader(TelemetryHeaders.MESSAGE_ID, String.class);
    if (id != null) {
      user.add(property(MESSAGE_ID, id));
    }
    Map<?, ?> application = message.getHeader(TelemetryHeaders.PROPERTIES, Map.of(), Map.class);
    application.forEach(
        (name, value) -> user.add(property(name.toString(), String.valueOf(value))));
    properties.setUserProperties(user);
    return properties;
  }

  /** A message with a character in its properties that MQTT does not know would never be sent. */
  private static UserProperty property(String name, String value) {
    return new UserProperty(EncodableText.cleaned(name), EncodableText.cleaned(value));
  }
}
