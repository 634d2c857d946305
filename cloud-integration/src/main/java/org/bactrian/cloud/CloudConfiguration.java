package org.bactrian.cloud;

import java.io.IOException;
import java.time.InstantSource;
import java.util.Objects;
import org.apache.camel.CamelConfiguration;
import org.apache.camel.CamelContext;
import org.apache.camel.component.azure.servicebus.ServiceBusComponent;
import org.apache.camel.support.LifecycleStrategySupport;
import org.bactrian.cloud.events.EventsBeans;
import org.bactrian.cloud.health.ReadinessBeans;
import org.bactrian.cloud.history.HistoryBeans;
import org.bactrian.cloud.http.HttpSettings;
import org.bactrian.cloud.onboarding.OnboardingBeans;
import org.bactrian.cloud.publisher.CloudPublisherBeans;
import org.bactrian.cloud.registry.RegistryBeans;
import org.bactrian.cloud.registry.RegistryEvents;
import org.bactrian.cloud.storage.Database;
import org.bactrian.cloud.storage.RestartLease;
import org.bactrian.cloud.synchronization.SynchronizationBeans;
import org.bactrian.cloud.telemetry.TelemetryBeans;
import org.bactrian.cloud.twin.CloudTwinBeans;
import org.bactrian.cloud.vault.CloudVaultBeans;
import org.bactrian.cloud.vault.gds.PulledRequestBeans;
import org.bactrian.cloud.vault.keyvault.KeyVaultSettings;
import org.bactrian.iothub.link.ConnectionString;
import org.bactrian.iothub.rest.HubService;
import org.bactrian.iothub.rest.MethodCallMetrics;
import org.bactrian.iothub.service.IotHubComponent;
import org.bactrian.iothub.service.IotHubConfiguration;
import org.bactrian.model.tls.ServerIdentity;
import org.bactrian.web.header.InternalHeaderFilter;
import org.bactrian.web.http.RestServer;
import org.bactrian.web.metrics.MeterRegistries;
import org.bactrian.web.operation.OperationsComponent;
import org.jspecify.annotations.Nullable;

/**
 * Configures the CamelContext of the cloud: the beans of the services, Service Bus, and a server.
 */
public final class CloudConfiguration implements CamelConfiguration {

  private static final String NO_HUB =
      "HostName=nowhere.invalid;SharedAccessKeyName=none;SharedAccessKey=bm9uZQ==";
  private static final String NO_SERVICE_BUS =
      "Endpoint=sb://nowhere.invalid;SharedAccessKeyName=none;SharedAccessKey=bm9uZQ==";

  private final CloudOptions options;
  private final HubService hub;
  private final RestServer server;
  private volatile @Nullable Database database;

  /**
   * Reaches nothing yet.
   *
   * @throws IOException when the authority of the hub cannot be read
   */
  public CloudConfiguration(CloudOptions options) throws IOException {
    this.options = options;
    this.hub = service(options.hub());
    this.server = options.http().server();
  }

  /**
   * Binds beans and components of the same names and types that belong to no running cloud, for a
   * look at routes: they reach nothing and nobody reaches them.
   */
  public static CamelConfiguration idle() {
    return new CamelConfiguration() {
      @Override
      public void configure(CamelContext context) throws Exception {
        CloudOptions.Hub nowhere = new CloudOptions.Hub(ConnectionString.parse(NO_HUB), "", "");
        HubService unreachable = service(nowhere);
        Database idle = Database.idle();
        CloudVaultBeans vault = new CloudVaultBeans(unreachable, idle, KeyVaultSettings.NONE, "");
        bind(context, nowhere, unreachable, idle, NO_SERVICE_BUS, "", vault);
        RestServer.disable(context);
      }
    };
  }

  @Override
  public void configure(CamelContext context) throws Exception {
    Database opened = Database.open(options.database());
    database = opened;
    bind(
        context,
        options.hub(),
        hub,
        opened,
        options.serviceBus(),
        options.eventHub(),
        new CloudVaultBeans(hub, opened, options.keyVault(), options.http().url()));
    new ReadinessBeans(hub, options.serviceBus(), InstantSource.system()).configure(context);
    server.configure(context);
  }

  private static void bind(
      CamelContext context,
      CloudOptions.Hub settings,
      HubService hub,
      Database database,
      String serviceBus,
      String eventHub,
      CloudVaultBeans vault) {
    InstantSource clock = InstantSource.system();
    InternalHeaderFilter.installIn(context);
    MethodCallMetrics methods = new MethodCallMetrics();
    hub.measure(methods);
    context.getRegistry().bind(MethodCallMetrics.BEAN, methods);
    OperationsComponent.installIn(context, HttpSettings.CONTRACTS);
    context.addLifecycleStrategy(
        new LifecycleStrategySupport() {
          @Override
          public void onContextStarted(CamelContext started) {
            MeterRegistries.of(started).forEach(methods::bindTo);
          }

          @Override
          public void onContextStopped(CamelContext stopped) {
            database.close();
          }
        });
    context
        .getComponent("azure-servicebus", ServiceBusComponent.class)
        .getConfiguration()
        .setConnectionString(serviceBus);
    configureHub(
        context.getComponent("iothub", IotHubComponent.class).getConfiguration(), settings);
    CloudTwinBeans twin = new CloudTwinBeans(hub);
    SynchronizationBeans synchronization = new SynchronizationBeans(hub, database, clock);
    CloudPublisherBeans publisher = new CloudPublisherBeans(hub, database);
    RegistryEvents changes =
        event -> {
          twin.changed(event);
          publisher.changed(event);
          vault.changed(event);
        };
    new RegistryBeans(hub, clock, changes, synchronization::onceEach).configure(context);
    twin.configure(context);
    synchronization.configure(context);
    publisher.configure(context);
    new HistoryBeans().configure(context);
    vault.configure(context);
    new PulledRequestBeans(database, clock).configure(context);
    new OnboardingBeans(hub, database, clock).configure(context);
    new TelemetryBeans(eventHub, database, clock).configure(context);
    new EventsBeans(serviceBus, clock).configure(context);
  }

  private static void configureHub(IotHubConfiguration service, CloudOptions.Hub settings) {
    service.setConnectionString(settings.connectionString().withSecrets());
    service.setEndpoint(settings.endpoint());
    service.setCaFile(settings.caFile());
  }

  private static HubService service(CloudOptions.Hub settings) throws IOException {
    return new HubService(settings.connectionString(), settings.endpoint(), settings.caFile());
  }

  /** Presents another identity to clients of the REST API from now on, once the role runs. */
  public void replaceIdentity(ServerIdentity identity) {
    server.replaceIdentity(identity);
  }

  /**
   * The right to restart, once the role runs.
   *
   * @param replica name of this replica, also after it has restarted
   */
  public RestartLease restartLease(String replica) {
    return new RestartLease(Objects.requireNonNull(database, "the role does not run yet"), replica);
  }

  /** The port of the REST API, once the role runs. */
  public int port() {
    return server.port();
  }
}
