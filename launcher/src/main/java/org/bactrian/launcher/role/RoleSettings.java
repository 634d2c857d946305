package org.bactrian.launcher.role;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.CamelConfiguration;
import org.bactrian.launcher.otlp.OtlpSettings;
import org.bactrian.launcher.secret.VaultPlaceholders;
import org.bactrian.web.http.ListenAddress;
import org.jspecify.annotations.Nullable;

/**
 * Settings with which a role is started.
 *
 * @param name name of the role, also of its packed routes ({@code routes/<name>}) and properties
 *     ({@code config/<name>.properties})
 * @param routes folder of the user's routes, an empty path for none
 * @param kamelets folder of the user's kamelets, an empty path for none
 * @param config properties file that overrides the packed properties, an empty path for none
 * @param properties properties that override those of files and environment
 * @param management address of health and metrics
 * @param secrets placeholders of routes for secrets of Key Vault; null for none
 * @param otlp export of metrics and traces; null for none
 * @param configurations bind what the routes need, before any route is made
 */
@RecordBuilder
public record RoleSettings(
    String name,
    Path routes,
    Path kamelets,
    Path config,
    Map<String, String> properties,
    ListenAddress management,
    @Nullable VaultPlaceholders secrets,
    @Nullable OtlpSettings otlp,
    List<CamelConfiguration> configurations)
    implements RoleSettingsBuilder.With {

  private static final Path NONE = Path.of("");

  public RoleSettings {
    properties = Map.copyOf(properties);
    configurations = List.copyOf(configurations);
  }

  /** A role with its packed routes and properties only. */
  public static RoleSettings of(String name, ListenAddress management) {
    return new RoleSettings(name, NONE, NONE, NONE, Map.of(), management, null, null, List.of());
  }

  /** A role with its packed routes and properties only, whose health only this machine reaches. */
  public static RoleSettings of(String name, int managementPort) {
    return of(name, ListenAddress.loopback(managementPort));
  }

  Optional<Path> routesFolder() {
    return present(routes);
  }

  Optional<Path> kameletsFolder() {
    return present(kamelets);
  }

  Optional<Path> configFile() {
    return present(config);
  }

  private static Optional<Path> present(Path path) {
    return path.equals(NONE) ? Optional.empty() : Optional.of(path);
  }
}
