package org.bactrian.launcher.command;

import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.bactrian.bench.TwinReadBenchmark;
import org.bactrian.bench.process.TemporaryFolder;
import org.bactrian.cloud.http.HttpSettings;
import org.bactrian.cloud.security.LocalTokens;
import org.bactrian.cloud.security.Permission;
import org.bactrian.cloud.security.TokenVerifier;
import org.bactrian.edge.options.EdgeOptions;
import org.bactrian.launcher.role.CloudRole;
import org.bactrian.launcher.role.EdgeRole;
import org.bactrian.launcher.role.Role;
import org.bactrian.localazure.LocalAzure;
import org.bactrian.localazure.LocalAzureSettings;
import org.bactrian.simulator.Simulator;
import org.bactrian.simulator.settings.SimulatorSettings;
import org.bactrian.web.http.ListenAddress;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Command {@code bactrian bench twin}. */
@Command(
    name = "twin",
    description = {
      "Reads one value by REST, through the cloud, the local Azure and the edge, and with Eclipse"
          + " Milo alone, in turn. Everything runs in this process, on free ports and in a folder"
          + " of its own."
    })
final class BenchTwinCommand implements Callable<Integer> {

  /** The server's clock, which every server has. */
  private static final String NODE = "i=2258";

  @Spec private CommandSpec spec;

  @Option(
      names = "--clients",
      paramLabel = "N",
      split = ",",
      defaultValue = "1,50",
      description = "Number of concurrent clients, ${DEFAULT-VALUE}.")
  private List<Integer> clients;

  @Option(
      names = "--seconds",
      paramLabel = "N",
      defaultValue = "5",
      description = "Time of each reader in each of three rounds, ${DEFAULT-VALUE}.")
  private long seconds;

  @Option(
      names = "--warm-up",
      paramLabel = "N",
      defaultValue = "60",
      description = "Longest warm-up in seconds, for the JVM to compile, ${DEFAULT-VALUE}.")
  private long warmUp;

  @Override
  public Integer call() throws Exception {
    Path folder = Files.createTempDirectory("bactrian-bench-");
    try (LocalAzure azure = LocalAzure.start(LocalAzureSettings.in(folder).withFreePorts());
        Simulator simulator =
            Simulator.start(SimulatorSettings.in(folder.resolve("simulator")).withPort(0));
        Role edge = EdgeRole.start(edgeOptions(folder));
        CloudRole cloud = cloud(folder)) {
      sayWhereToLook(azure, edge);
      String token =
          LocalTokens.in(folder).issue("bench", Permission.ADMINISTER, Duration.ofHours(12));
      TwinReadBenchmark.run(
          new TwinReadBenchmark.Settings(
              new TwinReadBenchmark.Cloud(URI.create("http://127.0.0.1:" + cloud.port()), token),
              simulator.endpointUrl(),
              NODE,
              clients,
              Duration.ofSeconds(warmUp),
              Duration.ofSeconds(seconds)),
          spec.commandLine().getOut());
    } finally {
      TemporaryFolder.delete(folder);
    }
    return ExitCode.OK;
  }

  private void sayWhereToLook(LocalAzure azure, Role edge) {
    PrintWriter err = spec.commandLine().getErr();
    err.println(
        "IoT Hub at localhost:%s (MQTT), edge at http://localhost:%s/observe/metrics"
            .formatted(azure.hub().mqttPort(), edge.managementPort()));
    err.flush();
  }

  /** An edge that publishes nothing. */
  private static EdgeOptions edgeOptions(Path folder) throws IOException {
    Path nodes = Files.writeString(SimulatorNodesFile.in(folder), "[]");
    return EdgeArguments.read(
        List.of("--pf=" + nodes, "--data=" + folder, "--management-port=0", "--httpserverport=0"),
        Map.of());
  }

  private static CloudRole cloud(Path folder) {
    TokenVerifier tokens = TokenVerifier.of(LocalTokens.in(folder));
    return CloudRole.start(
        CloudCommand.localOptions(HttpSettings.of(0, tokens), DataFolder.of(folder)),
        CloudRole.Files.NONE,
        ListenAddress.loopback(0));
  }
}
