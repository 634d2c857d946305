package org.bactrian.edge.options;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.bactrian.web.http.ListenAddress;

/**
 * Options of the process.
 *
 * @param data folder of what is kept
 * @param routes folder of the user's routes, an empty path for none
 * @param kamelets folder of the user's kamelets, an empty path for none
 * @param config properties file, an empty path for none
 * @param management address of health and metrics
 * @param logLevel level of the log
 * @param diagnosticsInterval time between lines of statistics in the log; zero for none
 * @param stopTimeout longest time between the request to stop and the end of the process, at least
 *     {@link #LEAST_STOP_TIMEOUT}
 */
public record RoleOptions(
    Path data,
    Path routes,
    Path kamelets,
    Path config,
    ListenAddress management,
    LogLevel logLevel,
    Duration diagnosticsInterval,
    Duration stopTimeout) {

  /** Time that Kubernetes allows unless told otherwise; systemd allows more. */
  public static final Duration DEFAULT_STOP_TIMEOUT = Duration.ofSeconds(30);

  /** Shortest time that also suffices to log what was not sent. */
  public static final Duration LEAST_STOP_TIMEOUT = Duration.ofSeconds(2);

  /** Part of {@link #stopTimeout} in which messages are still sent; the rest is for the log. */
  public Duration sendTimeout() {
    return stopTimeout.multipliedBy(5).dividedBy(6);
  }

  /** The folder of the user's routes. */
  public Optional<Path> routesFolder() {
    return present(routes);
  }

  /** The folder of the user's kamelets. */
  public Optional<Path> kameletsFolder() {
    return present(kamelets);
  }

  /** The properties file. */
  public Optional<Path> configFile() {
    return present(config);
  }

  private static Optional<Path> present(Path path) {
    return path.toString().isEmpty() ? Optional.empty() : Optional.of(path);
  }
}
