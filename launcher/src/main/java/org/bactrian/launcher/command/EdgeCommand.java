package org.bactrian.launcher.command;

import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import org.bactrian.edge.options.EdgeOptionHelp;
import org.bactrian.edge.options.EdgeOptions;
import org.bactrian.edge.options.EdgeOptionsReader;
import org.bactrian.launcher.role.EdgeRole;
import org.bactrian.launcher.role.Role;
import org.bactrian.launcher.secret.RestartOrder;
import org.bactrian.launcher.secret.SecretFileWatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * Command {@code bactrian edge}. Its options are OPC Publisher's, written as those are, so they are
 * read by {@link EdgeOptionsReader}.
 */
@Command(
    name = "edge",
    mixinStandardHelpOptions = false,
    customSynopsis = "bactrian edge [OPTION[=VALUE]]...",
    description = {
      "Runs the edge: subscribes to OPC UA servers as a published nodes file says, and sends what"
          + " they report to IoT Hub. Takes the options and environment variables of OPC"
          + " Publisher 2.8 and 2.9. Without a connection string it finds a local Azure."
    })
final class EdgeCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Option(
      names = {"-h", "--help"},
      hidden = true)
  private boolean help;

  @Parameters(hidden = true)
  private List<String> arguments = List.of();

  @Override
  public Integer call() throws InterruptedException {
    PrintWriter out = spec.commandLine().getOut();
    if (help) {
      spec.commandLine().usage(out);
      out.println(
          "\nOptions, of those that OPC Publisher has too the first names; --help-env lists their variables:");
      EdgeOptionHelp.byGroup()
          .forEach(
              (group, lines) -> {
                out.println("\n" + group);
                lines.forEach(line -> out.println("  " + line));
              });
      out.println(
          "\nHow it discovers servers is said by desired properties of its module's twin, and by\n"
              + "bactrian.discovery.* in the file of --config: config/edge.properties lists both.");
      out.println(
          "\n"
              + "docs/compatibility.md lists attributes of published nodes files and operations, each"
              + " with\nwhat it does here, and edge-integration/OPTIONS.md the options that differ.");
      out.println(
          "\nA Java file in the folder of --routes is code that runs with the rights of the edge.");
      out.flush();
      return ExitCode.OK;
    }
    if (arguments.contains("--help-env")) {
      out.println("Environment variables, which are the keys of the file of --config too:");
      EdgeOptionHelp.environment().forEach(line -> out.println("  " + line));
      out.flush();
      return ExitCode.OK;
    }
    if (arguments.contains("--help-mm")) {
      out.println("Messaging modes: " + String.join(", ", EdgeOptionHelp.messagingModes()));
      out.flush();
      return ExitCode.OK;
    }
    // From before the files are read, so that no change between is missed.
    try (SecretFileWatch secretFiles = EdgeArguments.secretFiles(System.getenv())) {
      return run(EdgeArguments.read(arguments, System.getenv()), secretFiles);
    }
  }

  private int run(EdgeOptions options, SecretFileWatch secretFiles) throws InterruptedException {
    try (CommandLifetime lifetime = CommandLifetime.begin(options.role().stopTimeout());
        Role edge = EdgeRole.start(options, Map.of("bactrian.diagnostics.console", "true"))) {
      PrintWriter err = spec.commandLine().getErr();
      err.println(
          "The edge runs. Health and metrics: http://localhost:"
              + edge.managementPort()
              + "/observe/health, /observe/metrics");
      EdgeRole.httpUrl(edge)
          .ifPresent(
              url ->
                  err.println(
                      "HTTP API: "
                          + url
                          + "/swagger, with the key "
                          + (options.http().apiKey().isEmpty()
                              ? "in " + options.role().data().resolve("http/api-key")
                              : "of --api-key")));
      err.flush();
      secretFiles.begin(RestartOrder.BY_CHANCE, lifetime::end);
      lifetime.await(OptionalLong.empty());
    }
    return ExitCode.OK;
  }
}
