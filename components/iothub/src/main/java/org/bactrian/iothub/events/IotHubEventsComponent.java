package org.bactrian.iothub.events;

import java.util.Map;
import org.apache.camel.Endpoint;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.annotations.Component;
import org.apache.camel.support.DefaultComponent;

/** Camel component for the messages in IoT Hub's built-in endpoint. */
@Component("iothub-events")
public class IotHubEventsComponent extends DefaultComponent {

  @Metadata(description = "Options that endpoints take over where they set no others.")
  private IotHubEventsConfiguration configuration = new IotHubEventsConfiguration();

  @Override
  protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters)
      throws Exception {
    IotHubEventsEndpoint endpoint =
        new IotHubEventsEndpoint(uri, this, configuration.copy(), remaining);
    setProperties(endpoint, parameters);
    endpoint.check();
    return endpoint;
  }

  public IotHubEventsConfiguration getConfiguration() {
    return configuration;
  }

  public void setConfiguration(IotHubEventsConfiguration configuration) {
    this.configuration = configuration;
  }
}
