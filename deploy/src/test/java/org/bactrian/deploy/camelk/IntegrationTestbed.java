package org.bactrian.deploy.camelk;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import org.bactrian.localazure.LocalAzure;
import org.bactrian.localazure.LocalAzureSettings;
import org.bactrian.localazure.hub.telemetry.DeviceMessage;
import org.bactrian.simulator.Simulator;
import org.bactrian.simulator.settings.SimulatorSettings;

/** A local Azure, a plant, and integrations that run as processes beside them. */
final class IntegrationTestbed implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private final Path folder;
  private final LocalAzure azure;
  private final Simulator plant;
  private final Predicate<String> meansFailure;
  private final List<DeviceMessage> telemetry = new CopyOnWriteArrayList<>();
  private final Map<String, Process> running = new TreeMap<>();

  /**
   * @param meansFailure whether the log of an integration says that it has failed
   */
  IntegrationTestbed(Path folder, Predicate<String> meansFailure) throws Exception {
    this.folder = folder;
    this.meansFailure = meansFailure;
    this.azure = LocalAzure.start(LocalAzureSettings.in(folder.resolve("azure")).withFreePorts());
    azure.hub().onTelemetry(telemetry::add);
    this.plant =
        Simulator.start(
            SimulatorSettings.in(folder.resolve("plant"))
                .withPort(0)
                .withPlantRate(Duration.ofMillis(300)));
  }

  LocalAzure azure() {
    return azure;
  }

  Simulator plant() {
    return plant;
  }

  /** What has arrived at the hub. */
  List<DeviceMessage> telemetry() {
    return telemetry;
  }

  /** Starts an integration, whose output becomes its log. */
  void run(String name, ProcessBuilder integration) throws IOException {
    Path log = logFile(name);
    Files.createDirectories(log.getParent());
    running.put(name, integration.redirectErrorStream(true).redirectOutput(log.toFile()).start());
  }

  /** Names of the integrations that were started. */
  Set<String> names() {
    return running.keySet();
  }

  String log(String name) throws IOException {
    return Files.readString(logFile(name));
  }

  /** Waits for the condition; fails with the log of an integration that has ended or failed. */
  void awaitOf(String name, Callable<Boolean> condition) {
    Process process = Objects.requireNonNull(running.get(name), name);
    await(name)
        .atMost(PATIENCE)
        .failFast(
            () -> {
              if (!process.isAlive() || meansFailure.test(log(name))) {
                throw new AssertionError(log(name));
              }
            })
        .until(condition);
  }

  private Path logFile(String name) {
    return folder.resolve(name + ".log");
  }

  @Override
  public void close() throws IOException {
    running.values().forEach(process -> process.destroyForcibly().onExit().join());
    plant.close();
    azure.close();
  }
}
