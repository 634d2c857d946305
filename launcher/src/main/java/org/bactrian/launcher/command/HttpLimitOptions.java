package org.bactrian.launcher.command;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.bactrian.web.http.HttpLimits;
import org.bactrian.web.http.RestServerSettings;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

/** Options that limit the callers of the HTTP server. */
final class HttpLimitOptions {

  @Spec(Target.MIXEE)
  private CommandSpec spec;

  @Option(
      names = "--max-body-bytes",
      paramLabel = "N",
      defaultValue = "" + HttpLimits.DEFAULT_MAX_BODY_BYTES,
      description = "Largest body of a request, ${DEFAULT-VALUE}; most operations take 1 MB.")
  private long maxBodyBytes;

  @Option(
      names = "--max-bytes-in-flight",
      paramLabel = "N",
      description =
          "Bytes of memory for all requests and unsent answers; further requests are answered with"
              + " 429. By default a quarter of the heap.")
  private Long maxBytesInFlight;

  @Option(
      names = "--max-connections",
      paramLabel = "N",
      defaultValue = "" + HttpLimits.DEFAULT_MAX_CONNECTIONS,
      description = "Largest number of concurrent connections, ${DEFAULT-VALUE}.")
  private int maxConnections;

  @Option(
      names = "--max-requests-per-caller",
      paramLabel = "N",
      defaultValue = "" + HttpLimits.DEFAULT_MAX_REQUESTS_PER_CALLER,
      description =
          "Largest number of requests of one caller in a second, ${DEFAULT-VALUE}; more are"
              + " answered with 429.")
  private int maxRequestsPerCaller;

  @Option(
      names = "--header-timeout",
      paramLabel = "SECONDS",
      description = "Longest wait for the header of a request, 15.")
  private @Nullable Double headerTimeout;

  @Option(
      names = "--body-timeout",
      paramLabel = "SECONDS",
      description = "Longest wait for the body of a request, 60.")
  private @Nullable Double bodyTimeout;

  @Option(
      names = "--answer-timeout",
      paramLabel = "SECONDS",
      description = "Longest wait for a caller that does not read its answer, 60.")
  private @Nullable Double answerTimeout;

  @Option(
      names = "--idle-timeout",
      paramLabel = "SECONDS",
      description = "Longest wait for the next request of a connection, 60.")
  private @Nullable Double idleTimeout;

  @Option(
      names = "--origin",
      paramLabel = "ORIGIN",
      split = ",",
      description =
          "Origin whose web pages may call, such as https://example.org, or * for any; may be"
              + " repeated. None by default.")
  private List<String> origins = new ArrayList<>();

  /**
   * The limits.
   *
   * @throws ParameterException when one is none
   */
  HttpLimits limits() {
    HttpLimits usual = HttpLimits.DEFAULT;
    try {
      return new HttpLimits(
          maxBodyBytes,
          maxBytesInFlight == null ? usual.maxBytesInFlight() : maxBytesInFlight,
          maxConnections,
          maxRequestsPerCaller,
          time(headerTimeout, usual.headerTimeout()),
          time(bodyTimeout, usual.bodyTimeout()),
          time(answerTimeout, usual.answerTimeout()),
          time(idleTimeout, usual.idleTimeout()));
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage(), e);
    }
  }

  private static Duration time(@Nullable Double seconds, Duration otherwise) {
    return seconds == null ? otherwise : Duration.ofMillis(Math.round(seconds * 1_000));
  }

  /**
   * Origins whose pages may call.
   *
   * @throws ParameterException when one is none
   */
  List<String> origins() {
    for (String origin : origins) {
      if (!RestServerSettings.isOrigin(origin)) {
        throw new ParameterException(
            spec.commandLine(),
            "--origin: \""
                + origin
                + "\" is no origin. Write scheme, host and port without a path, such as"
                + " https://example.org, or * for every one");
      }
    }
    return List.copyOf(origins);
  }
}
