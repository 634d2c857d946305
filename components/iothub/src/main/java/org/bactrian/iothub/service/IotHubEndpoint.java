package org.bactrian.iothub.service;

import org.apache.camel.Category;
import org.apache.camel.Consumer;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.UriEndpoint;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriPath;
import org.apache.camel.support.DefaultEndpoint;
import org.bactrian.iothub.link.ConnectionString;
import org.bactrian.iothub.rest.HubService;
import org.bactrian.iothub.rest.MethodCallMetrics;

/**
 * Calls direct methods, reads and changes identities and twins, and runs queries on the service
 * side of Azure IoT Hub.
 */
@UriEndpoint(
    firstVersion = "1.0.0",
    scheme = "iothub",
    title = "IoT Hub",
    syntax = "iothub:operation/name",
    producerOnly = true,
    category = {Category.CLOUD, Category.IOT},
    headersClass = IotHubConstants.class)
public class IotHubEndpoint extends DefaultEndpoint {

  @UriPath(enums = "method,devices,modules,twin,query")
  @Metadata(required = true, description = "What the endpoint works on.")
  private ServiceOperation operation;

  @UriPath
  @Metadata(description = "Name of the direct method to call.")
  private String name = "";

  @UriParam private IotHubConfiguration configuration;

  public IotHubEndpoint(
      String uri,
      IotHubComponent component,
      IotHubConfiguration configuration,
      ServiceOperation operation) {
    super(uri, component);
    this.configuration = configuration;
    this.operation = operation;
  }

  @Override
  public Producer createProducer() throws Exception {
    if (configuration.getConnectionString().isBlank()) {
      throw new IllegalArgumentException(
          "iothub needs connectionString, that of a shared access policy of the hub.");
    }
    HubService hub =
        new HubService(
            ConnectionString.parse(configuration.getConnectionString()),
            configuration.getEndpoint(),
            configuration.getCaFile());
    MethodCallMetrics metrics =
        getCamelContext()
            .getRegistry()
            .lookupByNameAndType(MethodCallMetrics.BEAN, MethodCallMetrics.class);
    if (metrics != null) {
      hub.measure(metrics);
    }
    return switch (operation) {
      case method -> new MethodProducer(this, hub);
      case devices, modules -> new IdentityProducer(this, hub);
      case twin -> new ServiceTwinProducer(this, hub);
      case query -> new QueryProducer(this, hub);
    };
  }

  @Override
  public Consumer createConsumer(Processor processor) {
    throw new UnsupportedOperationException(
        "iothub only sends. What devices send arrives in the queues that IoT Hub routes it to.");
  }

  public ServiceOperation getOperation() {
    return operation;
  }

  public void setOperation(ServiceOperation operation) {
    this.operation = operation;
  }

  public String getName() {
    return name;
  }

  public void setName(String name) {
    this.name = name;
  }

  public IotHubConfiguration getConfiguration() {
    return configuration;
  }

  public void setConfiguration(IotHubConfiguration configuration) {
    this.configuration = configuration;
  }
}
