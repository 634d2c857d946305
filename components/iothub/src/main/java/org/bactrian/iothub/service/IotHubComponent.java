package org.bactrian.iothub.service;

import java.util.Arrays;
import java.util.Map;
import org.apache.camel.Endpoint;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.annotations.Component;
import org.apache.camel.support.DefaultComponent;

/** Camel component for the service side of IoT Hub. */
@Component("iothub")
public class IotHubComponent extends DefaultComponent {

  @Metadata(description = "Options that endpoints take over where they set no others.")
  private IotHubConfiguration configuration = new IotHubConfiguration();

  @Override
  protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters)
      throws Exception {
    String[] path = remaining.split("/", 2);
    IotHubEndpoint endpoint =
        new IotHubEndpoint(uri, this, configuration.copy(), operation(path[0]));
    endpoint.setName(path.length > 1 ? path[1] : "");
    setProperties(endpoint, parameters);
    return endpoint;
  }

  private static ServiceOperation operation(String name) {
    return Arrays.stream(ServiceOperation.values())
        .filter(operation -> operation.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "iothub:"
                        + name
                        + " is unknown. Write iothub:method/NAME, iothub:devices, iothub:modules,"
                        + " iothub:twin or iothub:query."));
  }

  public IotHubConfiguration getConfiguration() {
    return configuration;
  }

  public void setConfiguration(IotHubConfiguration configuration) {
    this.configuration = configuration;
  }
}
