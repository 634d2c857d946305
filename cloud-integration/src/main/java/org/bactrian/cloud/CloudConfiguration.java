package org.bactrian.cloud;

import io.vertx.core.VertxOptions;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import org.apache.camel.CamelConfiguration;
import org.apache.camel.CamelContext;
import org.apache.camel.component.azure.servicebus.ServiceBusComponent;
import org.apache.camel.support.LifecycleStrategySupport;
import org.bactrian.cloud.onboarding.OnboardingBeans;
import org.bactrian.cloud.registry.RegistryBeans;
import org.bactrian.cloud.storage.Database;
import org.bactrian.cloud.twin.TwinBeans;
import org.bactrian.iothub.rest.HubService;
import org.bactrian.iothub.service.IotHubComponent;
import org.bactrian.iothub.service.IotHubConfiguration;
import org.bactrian.web.http.RestDoor;

/**
 * What the routes of the cloud find in their CamelContext: the beans of the services, Service Bus,
 * and a door.
 */
public final class CloudConfiguration implements CamelConfiguration {

  /** A request holds a thread of the HTTP server until it is answered, and most of them wait. */
  private static final int REQUESTS_AT_ONCE = 250;

  private static final Duration LONGEST_REQUEST = Duration.ofMinutes(6);

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
    configureHub(context.getComponent("iothub", IotHubComponent.class).getConfiguration());
    TwinBeans twin = new TwinBeans(hub);
    new RegistryBeans(hub, clock, twin::changed).configure(context);
    twin.configure(context);
    new OnboardingBeans(hub, database, clock).configure(context);
    context
        .getRegistry()
        .bind(
            "bactrian-http-threads",
            new VertxOptions()
                .setWorkerPoolSize(REQUESTS_AT_ONCE)
                .setMaxWorkerExecuteTime(LONGEST_REQUEST.toNanos()));
    door.configure(context);
  }

  private void configureHub(IotHubConfiguration service) {
    service.setConnectionString(options.hub().connectionString().withSecrets());
    service.setEndpoint(options.hub().endpoint());
    service.setCaFile(options.hub().caFile());
  }

  /** The port of the REST API, once the role runs. */
  public int port() {
    return door.port();
  }
}
