package org.bactrian.cloud;

import com.microsoft.azure.sdk.iot.device.ClientOptions;
import com.microsoft.azure.sdk.iot.device.IotHubClientProtocol;
import com.microsoft.azure.sdk.iot.device.ModuleClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.bactrian.cloud.onboarding.Onboarding;
import org.bactrian.cloud.registry.Activation;
import org.bactrian.cloud.registry.Applications;
import org.bactrian.cloud.registry.Discoverers;
import org.bactrian.cloud.registry.Discovery;
import org.bactrian.cloud.registry.EndpointTwins;
import org.bactrian.cloud.registry.Endpoints;
import org.bactrian.cloud.registry.Gateways;
import org.bactrian.cloud.registry.HubRegistry;
import org.bactrian.cloud.registry.ModuleMethodClient;
import org.bactrian.cloud.registry.Publishers;
import org.bactrian.cloud.registry.RegistryEvents;
import org.bactrian.cloud.registry.Supervisors;
import org.bactrian.cloud.registry.contract.RegistryEvent;
import org.bactrian.cloud.storage.Database;
import org.bactrian.cloud.storage.DatabaseKind;
import org.bactrian.cloud.storage.DatabaseSettings;
import org.bactrian.iothub.link.ConnectionString;
import org.bactrian.iothub.rest.HubService;
import org.bactrian.localazure.LocalAzure;
import org.bactrian.localazure.LocalAzureSettings;
import org.bactrian.localazure.hub.identity.ClientId;
import org.bactrian.localazure.pki.LocalTrust;
import org.bactrian.model.registry.ModuleId;

/** The registry's beans over a local hub on free ports and a database, which may be shared. */
public final class TestCloud implements AutoCloseable {

  private final LocalAzure azure;
  private final List<Runnable> closing;
  private final Database database;
  private final List<EdgeModule> modules = new ArrayList<>();

  public final HubRegistry hub;
  public final List<RegistryEvent> events = new CopyOnWriteArrayList<>();
  public final Applications applications;
  public final Endpoints endpoints;
  public final Discoverers discoverers;
  public final Supervisors supervisors;
  public final Publishers publishers;
  public final Gateways gateways;
  public final Discovery discovery;
  public final Onboarding onboarding;

  private TestCloud(
      LocalAzure azure,
      Database database,
      List<Runnable> closing,
      InstantSource clock,
      RegistryEvents listener) {
    RegistryEvents told =
        event -> {
          listener.publish(event);
          events.add(event);
        };
    this.azure = azure;
    this.database = database;
    this.closing = closing;
    HubService service = service(azure);
    hub = new HubRegistry(service);
    ModuleMethodClient methods = new ModuleMethodClient(service);
    discoverers = new Discoverers(hub, told);
    supervisors = new Supervisors(hub, methods, told);
    publishers = new Publishers(hub, told);
    gateways = new Gateways(hub, told);
    EndpointTwins twins = new EndpointTwins(hub);
    Activation activation = new Activation(hub, twins, supervisors, methods);
    endpoints = new Endpoints(twins, activation, methods, told);
    applications = new Applications(hub, endpoints, told, clock);
    discovery = new Discovery(discoverers, methods, clock);
    onboarding = new Onboarding(database, hub, applications, endpoints, gateways, clock);
  }

  private static HubService service(LocalAzure azure) {
    try {
      return new HubService(
          ConnectionString.parse(azure.hub().serviceConnectionString()),
          "localhost:" + azure.hub().restPort(),
          azure.caFile().toString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A cloud with a local Azure of its own, and a file as its database. */
  public static TestCloud in(Path folder) {
    LocalAzure azure = LocalAzure.start(LocalAzureSettings.in(folder).withFreePorts());
    Database database = Database.open(DatabaseSettings.in(folder));
    return new TestCloud(
        azure,
        database,
        List.of(database::close, azure::close),
        InstantSource.system(),
        event -> {});
  }

  /**
   * A cloud with nothing in it, on the local Azure and the database that all tests of this JVM
   * share: whoever takes it has it until the next one does.
   */
  public static TestCloud empty() {
    return empty(InstantSource.system());
  }

  /** The same, which takes the time from a clock. */
  public static TestCloud empty(InstantSource clock) {
    TestCloud cloud =
        new TestCloud(SharedAzure.get(), DatabaseKind.H2.shared(), List.of(), clock, event -> {});
    cloud.clear();
    return cloud;
  }

  /** Another replica on the same hub, with connections of its own to a database. */
  public TestCloud replica(DatabaseSettings settings) {
    Database same = Database.open(settings);
    return new TestCloud(azure, same, List.of(same::close), InstantSource.system(), event -> {});
  }

  /** Another replica on the same hub and database, which fails where the listener throws. */
  public TestCloud replica(RegistryEvents listener) {
    return new TestCloud(azure, database, List.of(), InstantSource.system(), listener);
  }

  /** A module that is connected. */
  public EdgeModule edge(String device, String module) {
    String connection = azure.hub().register(ClientId.module(device, module));
    ClientOptions trust =
        ClientOptions.builder().sslContext(LocalTrust.sslContext(azure.caFile())).build();
    ModuleId id = new ModuleId(device, module);
    EdgeModule edge =
        EdgeModule.connect(
            new ModuleClient(connection, IotHubClientProtocol.MQTT, trust),
            () -> hub.get(id).reported().path("$version").asLong());
    modules.add(edge);
    return edge;
  }

  /** A module that is known and not connected. */
  public void offlineModule(String device, String module) {
    azure.hub().register(ClientId.module(device, module));
  }

  /** Removes all devices, modules, applications and endpoints, and what is known of discoveries. */
  public void clear() {
    modules.forEach(EdgeModule::close);
    modules.clear();
    hub.all("SELECT * FROM devices").forEach(device -> hub.deleteDevice(device.id().deviceId()));
    DatabaseKind.clear(database);
    events.clear();
  }

  /** The local Azure behind all of this. */
  public LocalAzure azure() {
    return azure;
  }

  @Override
  public void close() {
    modules.forEach(EdgeModule::close);
    discovery.close();
    closing.forEach(Runnable::run);
  }
}
