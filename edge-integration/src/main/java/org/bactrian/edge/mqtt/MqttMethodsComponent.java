package org.bactrian.edge.mqtt;

import java.util.Map;
import org.apache.camel.Endpoint;
import org.apache.camel.support.DefaultComponent;

/**
 * Camel component {@code mqtt-methods}: receives methods that are called over MQTT. The edge adds
 * it with its settings, so it is in no catalog.
 */
public class MqttMethodsComponent extends DefaultComponent {

  private final MqttMethodsSettings settings;

  /** Creates the component with its settings. */
  public MqttMethodsComponent(MqttMethodsSettings settings) {
    this.settings = settings;
  }

  @Override
  protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters)
      throws Exception {
    if (!"calls".equals(remaining)) {
      throw new IllegalArgumentException(
          "\"" + uri + "\" names no source. Write mqtt-methods:calls.");
    }
    MqttMethodsEndpoint endpoint = new MqttMethodsEndpoint(uri, this);
    setProperties(endpoint, parameters);
    return endpoint;
  }

  MqttMethodsSettings settings() {
    return settings;
  }
}
