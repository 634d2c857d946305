package org.bactrian.launcher.command;

import java.net.URI;
import java.time.Duration;
import java.util.Map;
import org.bactrian.edge.options.OtlpOptions;
import org.bactrian.launcher.otlp.OtlpEnvironment;
import org.bactrian.launcher.otlp.OtlpSettings;
import org.bactrian.launcher.secret.SecretException;
import org.bactrian.web.metrics.CollectorUrl;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

/** Options that export the cloud's metrics and traces to an OpenTelemetry collector. */
final class CloudOtlpOptions {

  private static final String NAME = "bactrian-cloud";

  @Spec(Target.MIXEE)
  private CommandSpec spec;

  @Option(
      names = "--otlp-endpoint",
      paramLabel = "URL",
      description =
          "URL of an OpenTelemetry collector that takes metrics by OTLP, such as"
              + " http://collector:4317, or OTEL_EXPORTER_OTLP_ENDPOINT. Without, there is no"
              + " export.")
  private @Nullable String endpoint;

  @Option(
      names = "--otlp-traces",
      description = "Sends traces to the collector of --otlp-endpoint, too.")
  private boolean traces;

  @Option(
      names = "--otlp-interval",
      paramLabel = "MS",
      defaultValue = "" + OtlpOptions.DEFAULT_INTERVAL,
      description =
          "Milliseconds between two exports of metrics, ${DEFAULT-VALUE}, or"
              + " OTEL_METRIC_EXPORT_INTERVAL.")
  private int interval;

  /**
   * Returns the settings of the export, null for none.
   *
   * @param environment variables of OpenTelemetry
   * @throws ParameterException when an option or a variable has a value that cannot be
   */
  @Nullable OtlpSettings settings(Map<String, String> environment) {
    if (endpoint == null || endpoint.isBlank()) {
      return null;
    }
    if (interval < OtlpOptions.LEAST_INTERVAL || interval > OtlpOptions.LONGEST_INTERVAL) {
      throw bad(
          "--otlp-interval: %d is out of range. Write a number of milliseconds from %d to %d"
              .formatted(interval, OtlpOptions.LEAST_INTERVAL, OtlpOptions.LONGEST_INTERVAL),
          null);
    }
    try {
      return new OtlpEnvironment(environment)
          .settings(url(endpoint), Duration.ofMillis(interval), traces, NAME);
    } catch (IllegalArgumentException | SecretException e) {
      throw bad(String.valueOf(e.getMessage()), e);
    }
  }

  private URI url(String text) {
    try {
      return CollectorUrl.parse(text);
    } catch (IllegalArgumentException e) {
      throw bad(
          "--otlp-endpoint: \"" + CollectorUrl.withoutCredentials(text) + "\" " + e.getMessage(),
          e);
    }
  }

  private ParameterException bad(String message, @Nullable Exception cause) {
    return new ParameterException(spec.commandLine(), message, cause);
  }
}
