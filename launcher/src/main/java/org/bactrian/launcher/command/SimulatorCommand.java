package org.bactrian.launcher.command;

import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.bactrian.simulator.settings.ClientTrust;
import org.bactrian.simulator.settings.OfferedSecurity;
import org.bactrian.simulator.settings.SimulatorSettings;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Command {@code bactrian simulator}. */
@Command(
    name = "simulator",
    description = {
      "Runs the plant: an OPC UA server on loopback with two production lines, whose counters rise"
          + " by one per tick. Security policies and users are on (operator, password operator)."
    })
final class SimulatorCommand implements Callable<Integer> {

  private static final Logger LOG = LoggerFactory.getLogger(SimulatorCommand.class);

  private static final int LAST_PORT = 65_535;

  @Spec private CommandSpec spec;
  @Mixin private DataFolder data;
  @Mixin private RunDurationOption duration;

  @Option(
      names = "--port",
      paramLabel = "PORT",
      defaultValue = "" + SimulatorSettings.DEFAULT_PORT,
      description = "Port of the server, ${DEFAULT-VALUE}; 0 for any free one.")
  private int port;

  @Option(
      names = "--nodes",
      paramLabel = "N",
      defaultValue = "0",
      description = "Adds N counters as load, ${DEFAULT-VALUE}.")
  private int nodes;

  @Option(
      names = "--rate",
      paramLabel = "MS",
      defaultValue = "1000",
      description = "Milliseconds between two ticks of all counters, ${DEFAULT-VALUE}.")
  private long rate;

  @Option(
      names = "--application-uri",
      paramLabel = "URI",
      defaultValue = SimulatorSettings.DEFAULT_APPLICATION_URI,
      description = "Application URI of the server, ${DEFAULT-VALUE}.")
  private String applicationUri;

  @Option(
      names = "--servers",
      paramLabel = "N",
      defaultValue = "1",
      description =
          "Runs N servers on consecutive ports from --port on, each with an application URI"
              + " that ends in :1 to :N; ${DEFAULT-VALUE}, without such an ending.")
  private int servers;

  @Option(
      names = "--require-trust",
      description =
          "Refuses clients whose certificate, or its authority, is not in simulator/pki/trusted of"
              + " the data folder; those that were refused are kept in simulator/pki/rejected.")
  private boolean requireTrust;

  @Option(
      names = "--all-security",
      description =
          "Offers every security policy, those that can be broken too, and users by JSON Web Token;"
              + " a token for user operator, good for a day, is in simulator/users/operator.jwt of"
              + " the data folder.")
  private boolean allSecurity;

  @Option(
      names = "--reverse-connect",
      paramLabel = "HOST:PORT",
      description =
          "Opens connections to a client that listens for servers there, such as an edge whose"
              + " published nodes file has UseReverseConnect.")
  private @Nullable String reverseConnect;

  @Override
  public Integer call() throws IOException, InterruptedException {
    requireServers();
    PrintWriter out = spec.commandLine().getOut();
    Duration tick = Duration.ofMillis(rate);
    SimulatorSettings settings =
        SimulatorSettings.in(data.path().resolve("simulator"))
            .withPort(port)
            .withApplicationUri(applicationUri)
            .withLoadNodes(nodes)
            .withLoadRate(tick)
            .withPlantRate(tick)
            .withSecurity(allSecurity ? OfferedSecurity.COMPLETE : OfferedSecurity.USUAL)
            .withClientTrust(requireTrust ? ClientTrust.TRUST_LIST : ClientTrust.ANY);
    try (CommandLifetime lifetime = CommandLifetime.begin();
        SimulatorGroup simulators = SimulatorGroup.start(settings, servers);
        SimulatorAddress.Left left =
            new SimulatorAddress(simulators.first()).leaveIn(data.path())) {
      LOG.debug("The address is left in {}", left.file());
      if (reverseConnect != null) {
        simulators.connectTo(client(reverseConnect));
      }
      simulators.addresses().forEach(out::println);
      out.flush();
      lifetime.await(duration.seconds());
    }
    return ExitCode.OK;
  }

  private InetSocketAddress client(String address) {
    int colon = address.lastIndexOf(':');
    try {
      return new InetSocketAddress(
          address.substring(0, colon), Integer.parseInt(address.substring(colon + 1)));
    } catch (IndexOutOfBoundsException | IllegalArgumentException e) {
      throw new ParameterException(
          spec.commandLine(),
          "--reverse-connect " + address + " is no address. Write host:port.",
          e);
    }
  }

  private void requireServers() {
    if (servers < 1) {
      throw new ParameterException(spec.commandLine(), "--servers must be at least 1");
    }
    if (port + servers - 1 > LAST_PORT) {
      throw new ParameterException(
          spec.commandLine(), "There are not " + servers + " ports from " + port + " on");
    }
  }
}
