package org.bactrian.launcher.command;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * Options of the command {@code cloud} that its environment gives. Each variable is named as its
 * option: {@code BACTRIAN_MANAGEMENT_PORT} is {@code --management-port}. The command line overrides
 * the environment.
 */
final class CloudEnvironment {

  private static final String COMMAND = "cloud";

  /**
   * Variables whose names do not follow from those of their options, the first that is set wins.
   */
  private static final Map<String, List<String>> VARIABLES =
      Map.of(
          "--login", List.of("BACTRIAN_HUB", "PCS_IOTHUB_CONNSTRING"),
          "--service-bus", List.of("BACTRIAN_SERVICE_BUS", "PCS_SERVICEBUS_CONNSTRING"),
          "--key-vault-url", List.of("BACTRIAN_KEY_VAULT", "PCS_KEYVAULT_URL"),
          "--otlp-endpoint", List.of("BACTRIAN_OTLP_ENDPOINT", "OTEL_EXPORTER_OTLP_ENDPOINT"),
          "--otlp-interval", List.of("BACTRIAN_OTLP_INTERVAL", "OTEL_METRIC_EXPORT_INTERVAL"),
          // In Kubernetes, a service named bactrian makes BACTRIAN_PORT a URL.
          "--host", List.of("BACTRIAN_HTTP_HOST"),
          "--port", List.of("BACTRIAN_HTTP_PORT"));

  /** Options that are read from the environment elsewhere, or belong to one run. */
  private static final Set<String> OTHERS =
      Set.of("--data", "--seconds", "--help", "--version", "--verbose", "--log-format");

  private final Map<String, String> environment;

  /** Creates the options of an environment, such as {@link System#getenv()}. */
  CloudEnvironment(Map<String, String> environment) {
    this.environment = Map.copyOf(environment);
  }

  /** Returns the arguments with an option for each variable that they do not override. */
  String[] complete(CommandLine commandLine, String... arguments) {
    CommandLine cloud = commandLine.getSubcommands().get(COMMAND);
    int command = Arrays.asList(arguments).indexOf(COMMAND);
    if (cloud == null || command < 0) {
      return arguments;
    }
    List<String> complete = new ArrayList<>(List.of(arguments));
    for (OptionSpec option : options(cloud.getCommandSpec())) {
      if (Arrays.stream(arguments).noneMatch(argument -> names(option, argument))) {
        variable(option)
            .ifPresent(
                name ->
                    complete.add(command + 1, option.longestName() + "=" + environment.get(name)));
      }
    }
    return complete.toArray(String[]::new);
  }

  /** Returns the variable that an option has its value from; empty for none. */
  Optional<String> source(OptionSpec option, String... arguments) {
    return variable(option)
        .filter(
            name ->
                Arrays.asList(arguments)
                    .contains(option.longestName() + "=" + environment.get(name)));
  }

  /** Returns the options that an environment can give. */
  static List<OptionSpec> options(CommandSpec cloud) {
    return cloud.options().stream()
        .filter(option -> !OTHERS.contains(option.longestName()))
        .toList();
  }

  /** Returns the variables of an option, the first of which is its usual name. */
  static List<String> variables(OptionSpec option) {
    String name = option.longestName();
    return VARIABLES.getOrDefault(
        name, List.of("BACTRIAN_" + name.substring(2).toUpperCase(Locale.ROOT).replace('-', '_')));
  }

  private Optional<String> variable(OptionSpec option) {
    return variables(option).stream()
        .filter(name -> !environment.getOrDefault(name, "").isBlank())
        .findFirst();
  }

  private static boolean names(OptionSpec option, String argument) {
    return Arrays.stream(option.names())
        .anyMatch(name -> argument.equals(name) || argument.startsWith(name + "="));
  }
}
