package org.bactrian.launcher.role;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.bactrian.cloud.CloudConfiguration;
import org.bactrian.cloud.CloudOptions;
import org.bactrian.cloud.storage.RestartLease;
import org.bactrian.launcher.otlp.OtlpSettings;
import org.bactrian.launcher.routes.RouteCheck;
import org.bactrian.launcher.secret.RestartOrder;
import org.bactrian.launcher.secret.VaultPlaceholders;
import org.bactrian.model.fault.OperationException;
import org.bactrian.model.tls.ServerIdentity;
import org.bactrian.web.http.ListenAddress;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Role {@code cloud}. */
public final class CloudRole implements AutoCloseable {

  /** Port of health and metrics. */
  public static final int DEFAULT_MANAGEMENT_PORT = 9877;

  private static final Logger LOG = LoggerFactory.getLogger(CloudRole.class);
  private static final String NAME = "cloud";
  private static final Duration RESTART_PERIOD = Duration.ofSeconds(2);

  private final Role role;
  private final CloudConfiguration configuration;
  private final RestartLease restart;

  private CloudRole(Role role, CloudConfiguration configuration) {
    this.role = role;
    this.configuration = configuration;
    this.restart = configuration.restartLease(hostName() + ":" + configuration.port());
  }

  /** Name of the container or pod, which a process has again that is started anew in it. */
  private static String hostName() {
    String name = System.getenv("HOSTNAME");
    if (name != null && !name.isBlank()) {
      return name;
    }
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "localhost";
    }
  }

  /**
   * Files of the user.
   *
   * @param routes folder of routes, an empty path for none
   * @param kamelets folder of kamelets, an empty path for none
   * @param config properties file, an empty path for none
   */
  public record Files(Path routes, Path kamelets, Path config) {

    /** None. */
    public static final Files NONE = new Files(Path.of(""), Path.of(""), Path.of(""));
  }

  /**
   * Starts the cloud.
   *
   * @param management address of health and metrics
   * @throws IllegalStateException when it cannot start
   */
  public static CloudRole start(CloudOptions options, Files files, ListenAddress management) {
    return start(options, files, management, null);
  }

  /**
   * Starts the cloud with an export of its metrics and traces.
   *
   * @param otlp the export, null for none
   * @throws IllegalStateException when it cannot start
   */
  public static CloudRole start(
      CloudOptions options, Files files, ListenAddress management, @Nullable OtlpSettings otlp) {
    try {
      CloudConfiguration configuration = new CloudConfiguration(options);
      Role role =
          Role.start(
              RoleSettings.of(NAME, management)
                  .withRoutes(files.routes())
                  .withKamelets(files.kamelets())
                  .withConfig(files.config())
                  .withSecrets(new VaultPlaceholders(options::keyVault))
                  .withOtlp(otlp)
                  .withConfigurations(List.of(configuration)));
      CloudRole cloud = new CloudRole(role, configuration);
      cloud.letOthersRestart();
      return cloud;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Looks at routes and kamelets as the cloud would run them. */
  public static RouteCheck routeCheck() {
    return new RouteCheck(
        "routes/" + NAME,
        CloudConfiguration.idle(),
        RoleProperties.initial(RoleSettings.of(NAME, 0)));
  }

  private void letOthersRestart() {
    try {
      restart.giveBack();
    } catch (OperationException e) {
      LOG.warn("Other replicas restart some minutes later, if at all: {}", e.getMessage());
    }
  }

  /** Order in which replicas restart. */
  public RestartOrder restartOrder() {
    return new OneByOneRestart(restart::take, RESTART_PERIOD);
  }

  /** The role. */
  public Role role() {
    return role;
  }

  /** The port of the REST API. */
  public int port() {
    return configuration.port();
  }

  /** Presents another identity to clients of the REST API from now on. */
  public void replaceIdentity(ServerIdentity identity) {
    configuration.replaceIdentity(identity);
  }

  @Override
  public void close() {
    role.close();
  }
}
