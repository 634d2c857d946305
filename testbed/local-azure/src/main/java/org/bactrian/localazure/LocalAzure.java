package org.bactrian.localazure;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.bactrian.localazure.eventhub.EventHubNamespace;
import org.bactrian.localazure.hub.LocalHub;
import org.bactrian.localazure.hub.auth.EventAccess;
import org.bactrian.localazure.hub.auth.SharedAccessPolicies;
import org.bactrian.localazure.hub.identity.ClientId;
import org.bactrian.localazure.keyvault.LocalKeyVault;
import org.bactrian.localazure.pki.LocalAuthority;
import org.bactrian.localazure.servicebus.LocalServiceBus;
import org.bactrian.localazure.storage.StateFile;
import org.bactrian.localazure.storage.StateThread;
import org.bactrian.model.fault.FutureFailure;
import org.bactrian.model.file.OwnerOnly;

/**
 * A stand-in for Azure on this machine, which unmodified Azure SDKs connect to. It listens on the
 * loopback address only and keeps its state on disk.
 */
public final class LocalAzure implements AutoCloseable {

  /** Notice that a program which starts it has to print. */
  public static final String BANNER =
      "Local Azure, for development and tests only: not for production data, not for the network.";

  private static final String HOST = "127.0.0.1";
  private static final String STATE_FILE = "local-azure.mv";
  private static final String PKI_FOLDER = "local-azure-pki";
  private static final String VAULT_KEY_FILE = "local-azure-vault.key";
  private static final String EVENTS_FOLDER = "local-azure-events";
  private static final ClientId DEMO_EDGE = ClientId.module("plant-edge", "bactrian");
  private static final int EVENT_LOOPS = 2;
  private static final int STOP_SECONDS = 10;

  private final Vertx vertx;
  private final StateFile state;
  private final StateThread stateThread;
  private final EventHubNamespace events;
  private final LocalAuthority authority;
  private final LocalHub hub;
  private final LocalServiceBus serviceBus;
  private final LocalKeyVault keyVault;

  private LocalAzure(
      Vertx vertx,
      StateFile state,
      StateThread stateThread,
      EventHubNamespace events,
      LocalAuthority authority,
      LocalHub hub,
      LocalServiceBus serviceBus,
      LocalKeyVault keyVault) {
    this.vertx = vertx;
    this.state = state;
    this.stateThread = stateThread;
    this.events = events;
    this.authority = authority;
    this.hub = hub;
    this.serviceBus = serviceBus;
    this.keyVault = keyVault;
  }

  /**
   * Starts, and returns when clients may connect; {@code local-azure.json} is written then.
   *
   * @throws IllegalStateException when the data folder is in use, unreadable, or a port is taken
   */
  public static LocalAzure start(LocalAzureSettings settings) {
    return start(settings, Clock.systemUTC());
  }

  static LocalAzure start(LocalAzureSettings settings, Clock clock) {
    Path folder = settings.dataFolder();
    try {
      OwnerOnly.folder(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    StateFile state = StateFile.open(folder.resolve(STATE_FILE));
    Vertx vertx = newVertx();
    StateThread stateThread = new StateThread(vertx, "local-azure-state");
    Context busLoop = vertx.getOrCreateContext();
    EventHubNamespace events;
    try {
      events =
          EventHubNamespace.open(
              vertx,
              folder.resolve(EVENTS_FOLDER),
              List.of(PlatformEntities.TELEMETRY_VALUES),
              settings.retention(),
              busLoop);
    } catch (RuntimeException e) {
      stop(vertx);
      state.close();
      throw e;
    }
    try {
      // From here on the folder is ours: an old file would name what is not there yet.
      Files.deleteIfExists(folder.resolve(EndpointsFile.NAME));
      // Beside each other, since each takes a third of the start.
      CompletableFuture<LocalAuthority> opening =
          CompletableFuture.supplyAsync(
              () -> LocalAuthority.open(folder.resolve(PKI_FOLDER), clock));
      LocalServiceBus serviceBus = new LocalServiceBus(vertx, busLoop, state, stateThread, clock);
      SharedAccessPolicies policies = SharedAccessPolicies.open(state);
      LocalHub hub =
          new LocalHub(
              vertx,
              state,
              stateThread,
              settings.routing(),
              policies,
              events.builtIn(),
              serviceBus,
              clock);
      LocalKeyVault keyVault =
          new LocalKeyVault(vertx, state, stateThread, folder.resolve(VAULT_KEY_FILE), clock);
      LocalAuthority authority = result(opening);
      Future<Void> bus =
          serviceBus.open(
              settings.entities(),
              events,
              new EventAccess(policies, clock),
              HOST,
              settings.amqpPort());
      listen(bus, hub, keyVault, authority, settings);
      LocalAzure azure =
          new LocalAzure(vertx, state, stateThread, events, authority, hub, serviceBus, keyVault);
      azure.writeEndpoints(folder);
      return azure;
    } catch (IOException e) {
      release(vertx, stateThread, events, state);
      throw new UncheckedIOException(e);
    } catch (RuntimeException e) {
      release(vertx, stateThread, events, state);
      throw e;
    }
  }

  private static void listen(
      Future<Void> bus,
      LocalHub hub,
      LocalKeyVault keyVault,
      LocalAuthority authority,
      LocalAzureSettings settings) {
    try {
      // First the Service Bus, since routes of the hub lead to it.
      bus.compose(open -> hub.open(authority, HOST, settings.mqttPort(), settings.restPort()))
          .compose(open -> keyVault.open(authority, HOST, settings.keyVaultPort()))
          .toCompletionStage()
          .toCompletableFuture()
          .join();
    } catch (CompletionException e) {
      throw new IllegalStateException(
          ("The local Azure cannot listen on %s ports %s (MQTT), %s (REST), %s (AMQP) and %s (Key"
                  + " Vault)."
                  + " Stop what uses them, or choose others. Cause: %s")
              .formatted(
                  HOST,
                  settings.mqttPort(),
                  settings.restPort(),
                  settings.amqpPort(),
                  settings.keyVaultPort(),
                  FutureFailure.of(e).getMessage()),
          e);
    }
  }

  private static LocalAuthority result(CompletableFuture<LocalAuthority> opening) {
    try {
      return opening.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw e;
    }
  }

  /** The IoT Hub. */
  public LocalHub hub() {
    return hub;
  }

  /** The Service Bus. */
  public LocalServiceBus serviceBus() {
    return serviceBus;
  }

  /** The Key Vault. */
  public LocalKeyVault keyVault() {
    return keyVault;
  }

  /** Certificate of the authority that clients have to trust, PEM. */
  public Path caFile() {
    return authority.caFile();
  }

  /**
   * Stops as if the process were killed: connections are cut, nothing more is written. For tests of
   * what survives.
   */
  public void halt() {
    keyVault.close();
    stateThread.halt();
    state.abandon();
    stop(vertx);
    events.halt();
  }

  /** Cuts the connections, then closes the state. What clients were promised is on disk already. */
  @Override
  public void close() {
    keyVault.close();
    release(vertx, stateThread, events, state);
  }

  private void writeEndpoints(Path folder) {
    String edge = hub.register(DEMO_EDGE);
    EndpointsFileBuilder.builder()
        .iotHubServiceConnectionString(hub.serviceConnectionString())
        .iotHubEndpoint("https://localhost:" + hub.restPort())
        .mqttEndpoint("localhost:" + hub.mqttPort())
        .serviceBusConnectionString(serviceBus.connectionString())
        .eventHubConnectionString(hub.eventHubConnectionString())
        .keyVaultUrl(keyVault.url())
        .keyVaultTenantId(keyVault.client().tenant())
        .keyVaultClientId(keyVault.client().id())
        .keyVaultClientSecret(keyVault.client().secret())
        .caFile(caFile().toAbsolutePath().toString())
        .edgeConnectionString(edge)
        .build()
        .write(folder);
  }

  private static Vertx newVertx() {
    FileSystemOptions noCopies =
        new FileSystemOptions().setFileCachingEnabled(false).setClassPathResolvingEnabled(false);
    return Vertx.vertx(
        new VertxOptions()
            .setEventLoopPoolSize(EVENT_LOOPS)
            .setWorkerPoolSize(1)
            .setFileSystemOptions(noCopies));
  }

  private static void release(
      Vertx vertx, StateThread stateThread, EventHubNamespace events, StateFile state) {
    stop(vertx);
    stateThread.close();
    events.close();
    state.close();
  }

  private static void stop(Vertx vertx) {
    try {
      vertx.close().toCompletionStage().toCompletableFuture().get(STOP_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException e) {
      throw new IllegalStateException("The local Azure did not stop cleanly", e);
    }
  }
}
