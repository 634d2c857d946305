package org.bactrian.launcher.command;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.bactrian.cloud.CloudOptions;
import org.bactrian.cloud.http.HttpSettings;
import org.bactrian.cloud.security.LocalTokens;
import org.bactrian.cloud.security.TokenVerifier;
import org.bactrian.edge.options.EdgeOptions;
import org.bactrian.edge.options.EdgeOptionsReader;
import org.bactrian.edge.options.HttpOptions;
import org.bactrian.launcher.role.CloudRole;
import org.bactrian.launcher.role.EdgeRole;
import org.bactrian.launcher.role.Role;
import org.bactrian.localazure.LocalAzure;
import org.bactrian.localazure.LocalAzureSettings;
import org.bactrian.localazure.hub.telemetry.DeviceMessage;
import org.bactrian.localazure.hub.telemetry.MonitorLine;
import org.bactrian.simulator.Simulator;
import org.bactrian.simulator.settings.SimulatorSettings;
import org.bactrian.web.http.ListenAddress;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Command {@code bactrian demo}. */
@Command(
    name = "demo",
    description = {
      "Runs a plant, the edge, the local Azure and the cloud in one process on loopback. Prints"
          + " their addresses and commands to try to stderr, then the telemetry that arrives, one"
          + " short line per message: WriterGroup, DataSetWriters and some of the fields."
    })
final class DemoCommand implements Callable<Integer> {

  /** Administrator of the servers that the edge serves: the account of simulators. */
  private static final Map<String, String> ADMINISTRATOR =
      Map.of(
          "bactrian.servers.administrator", SimulatorSettings.DEVELOPMENT_USER.name(),
          "bactrian.servers.administrator-password", SimulatorSettings.DEVELOPMENT_USER.password());

  @Spec private CommandSpec spec;
  @Mixin private DataFolder data;
  @Mixin private RunDurationOption duration;

  @Option(names = "--quiet", description = "Prints the addresses, and no telemetry.")
  private boolean quiet;

  @Option(names = "--json", description = "Prints whole messages, as ./bactrian hub monitor does.")
  private boolean json;

  @Option(
      names = "--routes",
      paramLabel = "DIR",
      description = "Folder of your routes, which may be edited while the demo runs.")
  private @Nullable Path routes;

  @Option(
      names = "--kamelets",
      paramLabel = "DIR",
      description = "Folder of your kamelets, which may be edited while the demo runs.")
  private @Nullable Path kamelets;

  @Option(
      names = "--mqtt-port",
      paramLabel = "PORT",
      defaultValue = "" + LocalAzureSettings.DEFAULT_MQTT_PORT,
      description = "Port of IoT Hub for devices, ${DEFAULT-VALUE}; 0 for any free one.")
  private int mqttPort;

  @Option(
      names = "--rest-port",
      paramLabel = "PORT",
      defaultValue = "" + LocalAzureSettings.DEFAULT_REST_PORT,
      description = "Port of IoT Hub for services, ${DEFAULT-VALUE}; 0 for any free one.")
  private int restPort;

  @Option(
      names = "--amqp-port",
      paramLabel = "PORT",
      defaultValue = "" + LocalAzureSettings.DEFAULT_AMQP_PORT,
      description = "Port of Service Bus, ${DEFAULT-VALUE}; 0 for any free one.")
  private int amqpPort;

  @Option(
      names = "--keyvault-port",
      paramLabel = "PORT",
      defaultValue = "" + LocalAzureSettings.DEFAULT_KEY_VAULT_PORT,
      description = "Port of Key Vault, ${DEFAULT-VALUE}; 0 for any free one.")
  private int keyVaultPort;

  @Option(
      names = "--opcua-port",
      paramLabel = "PORT",
      defaultValue = "" + SimulatorSettings.DEFAULT_PORT,
      description = "Port of the OPC UA server, ${DEFAULT-VALUE}; 0 for any free one.")
  private int opcUaPort;

  @Option(
      names = "--management-port",
      paramLabel = "PORT",
      defaultValue = "" + EdgeOptionsReader.DEFAULT_MANAGEMENT_PORT,
      description = "Port of health and metrics, ${DEFAULT-VALUE}; 0 for any free one.")
  private int managementPort;

  @Option(
      names = "--port",
      paramLabel = "PORT",
      defaultValue = "" + HttpSettings.DEFAULT_PORT,
      description = "Port of the REST API, ${DEFAULT-VALUE}; 0 for any free one.")
  private int port;

  @Option(
      names = "--edge-port",
      paramLabel = "PORT",
      defaultValue = "" + HttpOptions.DEFAULT_PORT,
      description = "Port of the edge's own HTTP API, ${DEFAULT-VALUE}; 0 for any free one.")
  private int edgePort;

  @Option(
      names = "--mqc",
      paramLabel = "BROKER",
      description =
          "MQTT broker over which the edge's methods can be called as well, in the edge's form:"
              + " HostName=…;Port=….")
  private @Nullable String broker;

  @Option(
      names = "--cloud-management-port",
      paramLabel = "PORT",
      defaultValue = "" + CloudRole.DEFAULT_MANAGEMENT_PORT,
      description = "Port of the cloud's health and metrics, ${DEFAULT-VALUE}; 0 for any free one.")
  private int cloudManagementPort;

  @Override
  public Integer call() throws IOException, InterruptedException {
    LocalAzureSettings azureSettings =
        LocalAzureSettings.in(data.path())
            .withMqttPort(mqttPort)
            .withRestPort(restPort)
            .withAmqpPort(amqpPort)
            .withKeyVaultPort(keyVaultPort);
    SimulatorSettings plantSettings =
        SimulatorSettings.in(data.path().resolve("simulator")).withPort(opcUaPort);
    try (CommandLifetime lifetime = CommandLifetime.begin();
        LocalAzure azure = LocalAzure.start(azureSettings);
        Simulator simulator = Simulator.start(plantSettings);
        LinePrinter printer = LinePrinter.to(spec.commandLine().getOut())) {
      Path nodes = SimulatorNodesFile.ensure(data.path(), simulator.endpointUrl());
      if (!quiet) {
        azure.hub().onTelemetry(message -> printer.print(line(message)));
      }
      EdgeOptions options = EdgeArguments.read(edgeArguments(nodes), Map.of());
      try (Role edge = EdgeRole.start(options, ADMINISTRATOR);
          CloudRole cloud =
              CloudRole.start(
                  cloudOptions(),
                  CloudRole.Files.NONE,
                  ListenAddress.loopback(cloudManagementPort))) {
        PrintWriter err = spec.commandLine().getErr();
        err.println(LocalAzure.BANNER);
        addresses(simulator, edge, cloud, nodes).print(err);
        // Telemetry that came before waits for this, so that it does not hide what is above.
        printer.start();
        lifetime.await(duration.seconds());
      }
    }
    return ExitCode.OK;
  }

  private String line(DeviceMessage message) {
    return json ? MonitorLine.of(message) : TelemetryFormatter.of(message);
  }

  private CloudOptions cloudOptions() {
    TokenVerifier tokens = TokenVerifier.of(LocalTokens.in(data.path()));
    return CloudCommand.localOptions(HttpSettings.of(port, tokens), data);
  }

  private List<String> edgeArguments(Path nodes) {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "--strict",
                "--pf=" + nodes,
                "--bs=50",
                "--bi=1000",
                "--data=" + data.path(),
                "--httpserverport=" + edgePort,
                "--management-port=" + managementPort));
    if (broker != null) {
      arguments.add("--mqc=" + broker);
    }
    if (routes != null) {
      arguments.add("--routes=" + routes);
    }
    if (kamelets != null) {
      arguments.add("--kamelets=" + kamelets);
    }
    return arguments;
  }

  private DemoAddresses addresses(Simulator simulator, Role edge, CloudRole cloud, Path nodes) {
    return new DemoAddresses(
        simulator.endpointUrl(),
        data.requireLocalAzure(),
        EdgeRole.httpUrl(edge).orElseThrow(),
        health(edge),
        "http://localhost:" + cloud.port(),
        health(cloud.role()),
        data.path(),
        nodes);
  }

  private static String health(Role role) {
    return "http://localhost:" + role.managementPort() + "/observe/health";
  }
}
