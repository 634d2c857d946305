package org.bactrian.launcher.command;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bactrian.edge.options.EdgeOptionException;
import org.bactrian.edge.options.EdgeOptions;
import org.bactrian.edge.options.EdgeOptionsReader;
import org.bactrian.edge.options.HubCredential;
import org.bactrian.edge.options.PublishedNodesOptions;
import org.bactrian.launcher.azure.LocalEndpoints;
import org.bactrian.launcher.log.EdgeLog;
import org.bactrian.launcher.otlp.OtlpEnvironment;
import org.bactrian.launcher.secret.SecretException;
import org.bactrian.launcher.secret.SecretFileWatch;
import org.bactrian.launcher.secret.SecretFiles;
import org.bactrian.launcher.secret.SecretVaults;
import org.bactrian.launcher.secret.VaultPlaceholders;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads the command line of the edge, and fills in the local Azure where no hub is named. */
final class EdgeArguments {

  private static final Logger LOG = LoggerFactory.getLogger(EdgeArguments.class);

  private static final String IOT_HUB = "iothub";
  private static final Pattern DATA = Pattern.compile("(?:--|/)data[=:](.+)");

  private EdgeArguments() {}

  /**
   * Reads options, logs what has no effect, and sets the level of the log.
   *
   * @throws CommandFailure with the exit code for a value that cannot be
   */
  static EdgeOptions read(List<String> arguments, Map<String, String> environment) {
    try {
      Map<String, String> variables =
          SecretFiles.expand(environment, EdgeOptionsReader.environmentNames());
      VaultPlaceholders secrets =
          new VaultPlaceholders(SecretVaults.of(environment, data(arguments, environment)));
      Map<String, String> resolved = new HashMap<>(variables);
      for (String name : EdgeOptionsReader.environmentNames()) {
        resolved.computeIfPresent(name, (same, text) -> secrets.resolve(text));
      }
      EdgeOptionsReader.Result result =
          EdgeOptionsReader.read(arguments.stream().map(secrets::resolve).toList(), resolved);
      result.warnings().forEach(LOG::warn);
      EdgeLog.use(result.options().role().logLevel(), result.options().observability().log());
      return withHub(withNodes(result.options()));
    } catch (SecretException e) {
      throw new CommandFailure(ExitCode.BAD_OPTION, String.valueOf(e.getMessage()), e);
    } catch (EdgeOptionException e) {
      throw new CommandFailure(e.exitCode(), String.valueOf(e.getMessage()), e);
    }
  }

  /** A watch over the files of secrets, which watches none unless the environment asks for it. */
  static SecretFileWatch secretFiles(Map<String, String> environment) {
    try {
      List<String> names = new ArrayList<>(EdgeOptionsReader.environmentNames());
      names.add(OtlpEnvironment.HEADERS);
      return SecretFileWatch.of(environment, names);
    } catch (SecretException e) {
      throw new CommandFailure(ExitCode.BAD_OPTION, String.valueOf(e.getMessage()), e);
    }
  }

  /** The data folder, before anything else is known of the options. */
  private static Path data(List<String> arguments, Map<String, String> environment) {
    return arguments.stream()
        .map(DATA::matcher)
        .filter(Matcher::matches)
        .map(option -> option.group(1))
        .findFirst()
        .map(Path::of)
        .orElseGet(() -> Path.of(environment.getOrDefault("BACTRIAN_DATA", ".bactrian")));
  }

  /** Without a file of the user, the edge publishes what lies in the data folder. */
  private static EdgeOptions withNodes(EdgeOptions options) {
    PublishedNodesOptions nodes = options.publishedNodes();
    if (nodes.named() || nodes.createIfMissing() || Files.exists(nodes.file())) {
      return options;
    }
    Path data = options.role().data();
    Optional<SimulatorAddress> plant = SimulatorAddress.in(data);
    Path file = SimulatorNodesFile.in(data);
    if (!Files.exists(file) && plant.isEmpty()) {
      return options;
    }
    if (plant.isPresent()) {
      try {
        file = SimulatorNodesFile.ensure(data, plant.get().endpointUrl());
      } catch (IOException e) {
        throw new UncheckedIOException(file + " cannot be made. Name another file with --pf", e);
      }
    }
    LOG.info("The published nodes file is {}; --pf names another", file);
    return options.withPublishedNodes(nodes.with().file(file).named(true).build());
  }

  private static EdgeOptions withHub(EdgeOptions options) {
    if (!(options.transport().hub() instanceof HubCredential.None)) {
      return options;
    }
    Optional<LocalEndpoints> local = LocalEndpoints.in(options.role().data());
    if (local.isEmpty()) {
      if (options.messages().transport().equals(IOT_HUB)) {
        throw new CommandFailure(
            ExitCode.FAILED,
            "No IoT Hub is named. Write --ec=CONNECTIONSTRING, set EdgeHubConnectionString, start"
                + " ./bactrian local-azure, or choose another transport with -t");
      }
      return options;
    }
    Path authority = options.transport().hubAuthority().orElse(local.get().authority());
    if (options.messages().transport().equals(IOT_HUB)) {
      LOG.info("The local Azure at {} is the IoT Hub", local.get().mqttEndpoint());
    }
    HubCredential hub =
        new HubCredential.ConnectionStringCredential(local.get().edgeConnectionString());
    return options.withTransport(options.transport().withHub(hub).withHubCa(authority));
  }
}
