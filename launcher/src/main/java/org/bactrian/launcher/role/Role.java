package org.bactrian.launcher.role;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.IntConsumer;
import org.apache.camel.CamelConfiguration;
import org.apache.camel.CamelContext;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpRouter;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpServer;
import org.apache.camel.health.HealthCheckRegistry;
import org.apache.camel.main.Main;
import org.bactrian.edge.module.ModuleMethodDispatcher;
import org.bactrian.edge.module.ModuleOperations;
import org.bactrian.launcher.otlp.OtlpExport;
import org.bactrian.launcher.routes.LiveRoutes;
import org.bactrian.launcher.routes.RouteFault;
import org.bactrian.launcher.routes.RouteFolder;
import org.bactrian.launcher.routes.RoutesHealthCheck;
import org.bactrian.launcher.secret.VaultPlaceholders;
import org.bactrian.web.http.ListenAddress;
import org.bactrian.web.http.RestServer;
import org.bactrian.web.metrics.MeterRegistries;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Role of Bactrian, such as the edge: one Camel context on camel-main with the routes of the role,
 * packed or the user's, that can be edited while it runs. Several may run in one process.
 */
public final class Role implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Role.class);

  /** Time that the answer of a method has to leave before the process ends. */
  private static final Duration EXIT_DELAY = Duration.ofMillis(500);

  private final RoleSettings settings;
  private final Main main;
  private final List<AutoCloseable> parts = new ArrayList<>();
  private final Runnable afterStop;
  private final @Nullable OtlpExport otlp;

  // Made by start(), before anybody has the role.
  @SuppressWarnings("NullAway.Init")
  private volatile LiveRoutes routes;

  /** Else callers would find that there is nothing where a route is only not loaded yet. */
  private static final class ServeWhenLoaded implements CamelConfiguration {
    @Override
    public void configure(CamelContext context) {
      RestServer.awaitRoutes(context);
    }
  }

  /** Lets routes refer to secrets of Key Vault. */
  private record SecretPlaceholders(VaultPlaceholders secrets) implements CamelConfiguration {
    @Override
    public void configure(CamelContext context) {
      context.getPropertiesComponent().addPropertiesFunction(secrets);
    }
  }

  private Role(RoleSettings settings, Runnable afterStop) {
    this.settings = settings;
    this.afterStop = afterStop;
    this.main = new Main();
    this.otlp = settings.otlp() == null ? null : new OtlpExport(settings.otlp());
  }

  /**
   * Starts a role and returns when its routes run. A file of routes that cannot run does not fail
   * the start: it is named in the log, in {@link #faults()} and in the health of the role.
   *
   * @throws IllegalStateException when the role itself cannot start, or its port is taken
   */
  public static Role start(RoleSettings settings) {
    return start(settings, () -> {});
  }

  /** Starts a role; {@code afterStop} is run when it has stopped, or could not start. */
  static Role start(RoleSettings settings, Runnable afterStop) {
    Role role = new Role(settings, afterStop);
    try {
      role.start();
      return role;
    } catch (RuntimeException e) {
      role.close();
      throw e;
    } catch (Exception e) {
      role.close();
      throw new IllegalStateException("The role " + settings.name() + " cannot start", e);
    }
  }

  private void start() throws Exception {
    requirePort();
    main.setDefaultPropertyPlaceholderLocation("false");
    main.setInitialProperties(RoleProperties.initial(settings));
    main.setOverrideProperties(RoleProperties.overriding(settings));
    main.configure().addConfiguration(new ServeWhenLoaded());
    VaultPlaceholders secrets = settings.secrets();
    if (secrets != null) {
      main.configure().addConfiguration(new SecretPlaceholders(secrets));
    }
    if (otlp != null) {
      main.configure().addConfiguration(otlp);
    }
    for (CamelConfiguration configuration : settings.configurations()) {
      main.configure().addConfiguration(configuration);
    }
    main.bind(ModuleMethodDispatcher.ROUTES_LOADED, (BooleanSupplier) this::isLoaded);
    main.bind(ModuleOperations.PROCESS_EXIT, (IntConsumer) Role::exitSoon);
    main.bind(ModuleOperations.PROCESS_HALT, (IntConsumer) Runtime.getRuntime()::halt);
    main.start();
    CamelContext context = main.getCamelContext();
    routes =
        new LiveRoutes(
            context,
            RouteFolder.ofKamelets(context, "kamelets", settings.kameletsFolder()),
            RouteFolder.ofRoutes(context, "routes/" + settings.name(), settings.routesFolder()));
    RoutesHealthCheck health = new RoutesHealthCheck(routes);
    health.setCamelContext(context);
    HealthCheckRegistry.get(context).register(health);
    VertxPlatformHttpRouter management =
        VertxPlatformHttpRouter.lookup(
            context, VertxPlatformHttpRouter.getRouterNameFromPort(settings.management().port()));
    HealthPages.addTo(management, context);
    OperationsPage.addTo(management, context);
    MetricsPage.addTo(management);
    parts.add(JvmMetrics.bind(context));
    if (otlp != null) {
      otlp.startMetrics(MeterRegistries.of(context));
      parts.add(otlp::stopMetrics);
    }
    routes.load();
    RestServer.serve(context);
    if (settings.routesFolder().isPresent() || settings.kameletsFolder().isPresent()) {
      parts.add(routes.watch(settings.name()));
    }
  }

  /** Ends the process in order, a moment later, so that the caller who asks for it is answered. */
  private static void exitSoon(int status) {
    LOG.info("The process ends, as was asked for, with status {}", status);
    CompletableFuture.delayedExecutor(EXIT_DELAY.toMillis(), TimeUnit.MILLISECONDS)
        .execute(() -> System.exit(status));
  }

  private boolean isLoaded() {
    LiveRoutes present = routes;
    return present != null && present.isLoaded();
  }

  /** Camel only logs that a port is taken, and runs on without health. */
  private void requirePort() {
    ListenAddress address = settings.management();
    InetAddress host = ownAddress(address.host());
    try (ServerSocket free = new ServerSocket(address.port(), 1, host)) {
      LOG.debug("Port {} is free", free.getLocalPort());
    } catch (IOException e) {
      throw new IllegalStateException(
          "Port "
              + address.port()
              + " for health and metrics is taken. Stop what uses it, or choose another with"
              + " --management-port",
          e);
    }
  }

  private static InetAddress ownAddress(String host) {
    try {
      InetAddress address = InetAddress.getByName(host);
      if (address.isAnyLocalAddress() || NetworkInterface.getByInetAddress(address) != null) {
        return address;
      }
    } catch (IOException e) {
      LOG.debug("{} has no address", host, e);
    }
    throw new IllegalStateException(
        "Health and metrics cannot listen on "
            + host
            + ", which is no address of this machine. Write 0.0.0.0 for all of them in"
            + " --management-host, or 127.0.0.1 for this machine only");
  }

  /** The context of the role. */
  public CamelContext context() {
    return main.getCamelContext();
  }

  /** The port of health and metrics. */
  public int managementPort() {
    return context().hasService(VertxPlatformHttpServer.class).getPort();
  }

  /** Returns the faults that keep files of routes from running. */
  public List<RouteFault> faults() {
    return routes.faults();
  }

  /** Stops the routes, waits a moment for what is in flight, and gives back the port. */
  @Override
  public void close() {
    for (AutoCloseable part : parts) {
      try {
        part.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      } catch (Exception e) {
        throw new IllegalStateException("The role " + settings.name() + " cannot stop", e);
      }
    }
    try {
      main.stop();
      main.shutdown();
    } finally {
      if (otlp != null) {
        otlp.close();
      }
      afterStop.run();
    }
  }
}
