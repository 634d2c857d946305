package org.bactrian.edge.mqtt;

import java.util.Map;
import org.apache.camel.Endpoint;
import org.apache.camel.spi.annotations.Component;
import org.apache.camel.support.DefaultComponent;

/** Camel component {@code mqtt-telemetry}: publishes telemetry to an MQTT 5 broker. */
@Component("mqtt-telemetry")
public class MqttTelemetryComponent extends DefaultComponent {

  @Override
  protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters)
      throws Exception {
    MqttTelemetryEndpoint endpoint = new MqttTelemetryEndpoint(uri, this);
    endpoint.setName(remaining);
    setProperties(endpoint, parameters);
    return endpoint;
  }
}
