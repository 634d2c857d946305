package org.bactrian.launcher.role;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;

/** Properties of a role before the environment and the command line override them. */
final class RoleProperties {

  private RoleProperties() {}

  /** The packed properties, overridden by those of the user's file. */
  static Properties initial(RoleSettings settings) {
    Properties properties = new Properties();
    // It looks through all routes and meters at each step of each exchange, which costs a route
    // more
    // than its work; what a route does is counted without it.
    properties.setProperty("camel.metrics.enableExchangeEventNotifier", "false");
    String packed = "/config/" + settings.name() + ".properties";
    try (InputStream stream = RoleProperties.class.getResourceAsStream(packed)) {
      if (stream != null) {
        properties.load(new InputStreamReader(stream, StandardCharsets.UTF_8));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    settings.configFile().ifPresent(file -> load(file, properties));
    return properties;
  }

  /** Properties that the role needs, whatever the user says. */
  static Properties overriding(RoleSettings settings) {
    Properties properties = new Properties();
    properties.putAll(settings.properties());
    properties.setProperty("camel.main.name", settings.name());
    properties.setProperty("camel.main.routesIncludePattern", "false");
    properties.setProperty("camel.main.startupSummaryLevel", "Off");
    properties.setProperty("camel.main.jmxEnabled", "false");
    // Unless the role says otherwise: exchanges that are cut off are sent again after a restart.
    properties.putIfAbsent("camel.main.shutdownTimeout", "2");
    properties.setProperty("camel.main.shutdownLogInflightExchangesOnTimeout", "false");
    properties.setProperty("camel.health.exposureLevel", "full");
    properties.setProperty("camel.metrics.enabled", "true");
    properties.setProperty("camel.metrics.path", MetricsPage.PATH);
    properties.setProperty("camel.management.enabled", "true");
    properties.setProperty("camel.management.host", settings.management().host());
    properties.setProperty("camel.management.port", Integer.toString(settings.management().port()));
    properties.setProperty("camel.management.healthCheckEnabled", "true");
    properties.setProperty("camel.management.healthPath", HealthPages.PATH);
    properties.putIfAbsent("camel.management.metricsEnabled", "true");
    return properties;
  }

  private static void load(Path file, Properties properties) {
    try (Reader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
      properties.load(reader);
    } catch (IOException e) {
      throw new UncheckedIOException(file + " cannot be read as properties", e);
    }
  }
}
