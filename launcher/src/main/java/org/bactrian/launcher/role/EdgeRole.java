package org.bactrian.launcher.role;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.CamelConfiguration;
import org.apache.camel.CamelContext;
import org.bactrian.edge.EdgeConfiguration;
import org.bactrian.edge.http.HttpApi;
import org.bactrian.edge.options.EdgeOptions;
import org.bactrian.edge.options.OtlpOptions;
import org.bactrian.launcher.backup.DataFolderRestore;
import org.bactrian.launcher.otlp.OtlpEnvironment;
import org.bactrian.launcher.otlp.OtlpSettings;
import org.bactrian.launcher.routes.RouteCheck;
import org.bactrian.launcher.routes.StubComponent;
import org.bactrian.launcher.secret.SecretVaults;
import org.bactrian.launcher.secret.VaultPlaceholders;
import org.bactrian.model.file.FolderLock;
import org.bactrian.web.http.RestServer;
import org.bactrian.web.operation.OperationsComponent;
import org.jspecify.annotations.Nullable;

/** Role {@code edge}. */
public final class EdgeRole {

  private static final String NAME = "edge";
  private static final Path NONE = Path.of("");

  /** Components that the edge makes itself, with what it shares between them. */
  private static final List<String> COMPONENTS =
      List.of("opcua-publisher", "opcua-discovery", "mqtt-methods");

  private EdgeRole() {}

  /**
   * Starts the edge.
   *
   * @param options what the user decided
   * @return the running role; closing it stops the edge
   * @throws IllegalStateException when it cannot start, or an edge with this data folder runs
   */
  public static Role start(EdgeOptions options) {
    return start(options, Map.of());
  }

  /**
   * Starts the edge of a process that knows more of its surroundings than its user has to say.
   *
   * @param properties entries of {@code config/edge.properties}
   */
  public static Role start(EdgeOptions options, Map<String, String> properties) {
    DataFolderRestore.requireFinished(options.role().data());
    FolderLock lock = FolderLock.take(options.role().data(), NAME);
    RoleSettings settings;
    try {
      settings = settings(options, properties);
    } catch (RuntimeException e) {
      lock.close();
      throw e;
    }
    return Role.start(settings, lock::close);
  }

  /** Returns the address of a running edge's HTTP API; empty when it has none. */
  public static Optional<String> httpUrl(Role edge) {
    HttpApi api = edge.context().getRegistry().lookupByNameAndType(HttpApi.BEAN, HttpApi.class);
    return api == null || api.port().isEmpty()
        ? Optional.empty()
        : Optional.of("https://localhost:" + api.port().getAsInt());
  }

  private static RoleSettings settings(EdgeOptions options, Map<String, String> known) {
    Path publishedNodes = options.publishedNodes().file();
    if (options.publishedNodes().createIfMissing() && !Files.exists(publishedNodes)) {
      try {
        Files.writeString(publishedNodes, "[]\n");
      } catch (IOException e) {
        throw new UncheckedIOException(publishedNodes + " cannot be made", e);
      }
    }
    return RoleSettings.of(NAME, options.role().management())
        .withRoutes(options.role().routesFolder().orElse(NONE))
        .withKamelets(options.role().kameletsFolder().orElse(NONE))
        .withConfig(options.role().configFile().orElse(NONE))
        .withProperties(properties(options, known))
        .withSecrets(new VaultPlaceholders(SecretVaults.of(System.getenv(), options.role().data())))
        .withOtlp(otlp(options.observability().otlp()))
        .withConfigurations(configurations(options));
  }

  private static List<CamelConfiguration> configurations(EdgeOptions options) {
    CamelConfiguration edge = new EdgeConfiguration(options);
    return options.observability().metrics() ? List.of(edge, new ApiMetricsPage()) : List.of(edge);
  }

  private static @Nullable OtlpSettings otlp(OtlpOptions options) {
    return options
        .endpoint()
        .map(
            collector ->
                new OtlpEnvironment(System.getenv())
                    .settings(collector, options.interval(), options.traces(), "bactrian-edge"))
        .orElse(null);
  }

  private static Map<String, String> properties(EdgeOptions options, Map<String, String> known) {
    Map<String, String> properties = new HashMap<>(options.transport().kameletProperties());
    properties.putAll(known);
    properties.put(
        "camel.management.metricsEnabled", Boolean.toString(options.observability().metrics()));
    properties.put(
        "camel.main.shutdownTimeout", Long.toString(options.role().sendTimeout().toSeconds()));
    return properties;
  }

  /** Looks at routes and kamelets as the edge would run them. */
  public static RouteCheck routeCheck() {
    return new RouteCheck(
        "routes/" + NAME,
        new CamelConfiguration() {
          @Override
          public void configure(CamelContext context) {
            COMPONENTS.forEach(name -> context.addComponent(name, new StubComponent()));
            OperationsComponent.installIn(context, HttpApi.CONTRACTS);
            RestServer.disable(context);
            EdgeConfiguration.idleBeans().forEach(context.getRegistry()::bind);
          }
        },
        RoleProperties.initial(RoleSettings.of(NAME, 0).withProperties(Map.of())));
  }
}
