package org.bactrian.iothub.module;

import io.micrometer.core.instrument.MeterRegistry;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.camel.CamelContext;
import org.apache.camel.Endpoint;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.annotations.Component;
import org.apache.camel.support.DefaultComponent;
import org.apache.camel.support.LifecycleStrategySupport;
import org.jspecify.annotations.Nullable;

/** Camel component for what a device or module does with IoT Hub. */
@Component("iothub-module")
public class IotHubModuleComponent extends DefaultComponent {

  @Metadata(description = "Options that endpoints take over where they set no others.")
  private IotHubModuleConfiguration configuration = new IotHubModuleConfiguration();

  private boolean connectAtStart;

  private Supplier<? extends Collection<MeterRegistry>> meters = this::boundMeters;

  private SharedLinks links;
  private @Nullable LinkLease ownLease;

  @Override
  protected void doInit() throws Exception {
    super.doInit();
    links = new SharedLinks(getCamelContext(), () -> meters.get());
    getCamelContext()
        .addLifecycleStrategy(
            new LifecycleStrategySupport() {
              @Override
              public void onContextStopping(CamelContext context) {
                links.hurry();
              }
            });
  }

  @Override
  protected void doStart() throws Exception {
    super.doStart();
    if (connectAtStart) {
      ownLease = links.acquire(configuration.linkSettings());
    }
  }

  @Override
  protected void doStop() throws Exception {
    if (ownLease != null) {
      ownLease.close();
    }
    super.doStop();
  }

  @Override
  protected void doShutdown() throws Exception {
    links.closeAll();
    super.doShutdown();
  }

  @Override
  protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters)
      throws Exception {
    String[] path = remaining.split("/", 2);
    IotHubModuleEndpoint endpoint =
        new IotHubModuleEndpoint(uri, this, configuration.copy(), operation(path[0]));
    endpoint.setName(path.length > 1 ? path[1] : "");
    setProperties(endpoint, parameters);
    endpoint.check();
    return endpoint;
  }

  private static ModuleOperation operation(String name) {
    return Arrays.stream(ModuleOperation.values())
        .filter(operation -> operation.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "iothub-module:"
                        + name
                        + " is unknown. Write iothub-module:telemetry, iothub-module:method/NAME"
                        + " or iothub-module:twin."));
  }

  /** Returns what the connections of this component are doing, for metrics and people. */
  public List<LinkStatus> links() {
    return links == null ? List.of() : links.status();
  }

  SharedLinks sharedLinks() {
    return links;
  }

  public IotHubModuleConfiguration getConfiguration() {
    return configuration;
  }

  public void setConfiguration(IotHubModuleConfiguration configuration) {
    this.configuration = configuration;
  }

  /**
   * Connects when the component starts and not at the first use. No option of the component, since
   * a copy that only looks at routes must not take the connection from the one that runs.
   */
  public void connectAtStart() {
    connectAtStart = true;
  }

  /**
   * Gives metrics of connections to these registries. Without it, they go to all registries of
   * meters in the registry of the Camel context.
   *
   * @param registries asked for each time that a connection is opened
   */
  public void bindMetersTo(Supplier<? extends Collection<MeterRegistry>> registries) {
    meters = registries;
  }

  private Set<MeterRegistry> boundMeters() {
    return getCamelContext().getRegistry().findByType(MeterRegistry.class);
  }
}
