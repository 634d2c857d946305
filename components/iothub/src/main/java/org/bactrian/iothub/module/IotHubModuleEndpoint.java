package org.bactrian.iothub.module;

import org.apache.camel.Category;
import org.apache.camel.Consumer;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.spi.EndpointServiceLocation;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.UriEndpoint;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriPath;
import org.apache.camel.support.DefaultEndpoint;
import org.bactrian.iothub.link.LinkSettings;

/**
 * Sends telemetry to Azure IoT Hub as a device or module, carries out its direct methods, and keeps
 * up with its twin.
 */
@UriEndpoint(
    firstVersion = "1.0.0",
    scheme = "iothub-module",
    title = "IoT Hub Module",
    syntax = "iothub-module:operation/name",
    category = {Category.CLOUD, Category.IOT},
    headersClass = IotHubModuleConstants.class)
public class IotHubModuleEndpoint extends DefaultEndpoint implements EndpointServiceLocation {

  @UriPath(enums = "telemetry,method,twin")
  @Metadata(
      required = true,
      description =
          "What the endpoint does: telemetry (producer), method (consumer) or twin (both).")
  private ModuleOperation operation;

  @UriPath
  @Metadata(
      description =
          "Name of the direct method to carry out, or * for every method without a consumer of its"
              + " own.")
  private String name = "";

  @UriParam private IotHubModuleConfiguration configuration;

  public IotHubModuleEndpoint(
      String uri,
      IotHubModuleComponent component,
      IotHubModuleConfiguration configuration,
      ModuleOperation operation) {
    super(uri, component);
    this.configuration = configuration;
    this.operation = operation;
  }

  /** Checks the options before a route starts with them. */
  void check() {
    if (operation == ModuleOperation.method && name.isEmpty()) {
      throw new IllegalArgumentException(
          "iothub-module:method has no name. Write iothub-module:method/NAME, or method/* for"
              + " all.");
    }
    if (operation != ModuleOperation.method && !name.isEmpty()) {
      throw new IllegalArgumentException(
          "iothub-module:" + operation + " takes no name, was " + name + ". Leave it out.");
    }
    configuration.linkSettings();
  }

  @Override
  public Producer createProducer() {
    return switch (operation) {
      case telemetry -> new TelemetryProducer(this);
      case twin -> new ModuleTwinProducer(this);
      case method ->
          throw new UnsupportedOperationException(
              ("A module carries methods out: from iothub-module:method/%s. To call one, use"
                      + " iothub:method/%s.")
                  .formatted(name, name));
    };
  }

  @Override
  public Consumer createConsumer(Processor processor) throws Exception {
    Consumer consumer =
        switch (operation) {
          case method -> new MethodConsumer(this, processor);
          case twin -> new TwinConsumer(this, processor);
          case telemetry ->
              throw new UnsupportedOperationException(
                  "Telemetry goes up: use iothub-module:telemetry in a to.");
        };
    configureConsumer(consumer);
    return consumer;
  }

  /** Returns the settings of the connection of this endpoint. */
  LinkSettings linkSettings() {
    return configuration.linkSettings();
  }

  /** Leases the connection of this endpoint, which is to be given back. */
  LinkLease acquireLink() {
    return ((IotHubModuleComponent) getComponent()).sharedLinks().acquire(linkSettings());
  }

  @Override
  public String getServiceUrl() {
    return linkSettings().credentials().subject();
  }

  @Override
  public String getServiceProtocol() {
    return "mqtts";
  }

  public ModuleOperation getOperation() {
    return operation;
  }

  public void setOperation(ModuleOperation operation) {
    this.operation = operation;
  }

  public String getName() {
    return name;
  }

  public void setName(String name) {
    this.name = name;
  }

  public IotHubModuleConfiguration getConfiguration() {
    return configuration;
  }

  public void setConfiguration(IotHubModuleConfiguration configuration) {
    this.configuration = configuration;
  }
}
