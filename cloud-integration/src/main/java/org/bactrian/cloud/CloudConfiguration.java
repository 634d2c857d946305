package org.bactrian.cloud;

import java.io.IOException;
import java.time.InstantSource;
import org.apache.camel.CamelConfiguration;
import org.apache.camel.CamelContext;
import org.apache.camel.component.azure.servicebus.ServiceBusComponent;
import org.apache.camel.support.LifecycleStrategySupport;
import org.bactrian.cloud.onboarding.OnboardingBeans;
import org.bactrian.cloud.registry.RegistryBeans;
import org.bactrian.cloud.storage.Database;
import org.bactrian.iothub.rest.HubService;
import org.bactrian.web.http.RestDoor;

/**
 * What the routes of the cloud find in their CamelContext: the beans of the services, Service Bus,
 * and a door.
 */
public final class CloudConfiguration implements CamelConfiguration {

  private final CloudOptions options;
  private final HubService hub;
  private final RestDoor door;

  /**
   * Reaches nothing yet.
   *
   * @throws IOException when the authority of the hub cannot be read
   */
  public CloudConfiguration(CloudOptions options) throws IOException {
    this.options = options;
    CloudOptions.Hub service = options.hub();
    this.hub = new HubService(service.connectionString(), service.endpoint(), service.caFile());
    this.door = options.http().door();
  }

  @Override
  public void configure(CamelContext context) throws Exception {
    InstantSource clock = InstantSource.system();
    Database database = Database.open(options.database());
    context.addLifecycleStrategy(
        new LifecycleStrategySupport() {
          @Override
          public void onContextStopped(CamelContext stopped) {
            database.close();
          }
        });
    context
        .getComponent("azure-servicebus", ServiceBusComponent.class)
        .getConfiguration()
        .setConnectionString(options.serviceBus());
    new RegistryBeans(hub, clock).configure(context);
    new OnboardingBeans(hub, database, clock).configure(context);
    door.configure(context);
  }

  /** The port of the REST API, once the role runs. */
  public int port() {
    return door.port();
  }
}
