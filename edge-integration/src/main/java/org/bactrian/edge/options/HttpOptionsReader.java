package org.bactrian.edge.options;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.bactrian.web.http.HttpLimits;
import org.bactrian.web.http.RestServerSettings;

/** Reads the options of the HTTP API. */
record HttpOptionsReader(MergedValues values) {

  HttpOptions read() {
    HttpOptions options = options();
    if (options.requireClientCertificate()) {
      if (options.clientAuthorities().isEmpty()) {
        values.fault(
            new EdgeOptionException(
                EdgeOptionException.BAD_VALUE,
                "--http-require-client-certificate needs --http-client-ca: name the file or folder"
                    + " with the authority of the clients."));
      }
      if (options.plainPort() >= 0) {
        values.fault(
            new EdgeOptionException(
                EdgeOptionException.BAD_VALUE,
                "--unsecurehttp serves callers without certificates, which"
                    + " --http-require-client-certificate refuses. Leave one of them out."));
      }
    }
    return options;
  }

  private HttpOptions options() {
    return HttpOptionsBuilder.builder()
        .enabled(!values.bool("BactrianDisableHttp"))
        .host(values.text("BactrianHttpHost", HttpOptions.LOOPBACK))
        .port(values.number("HttpServerPort", 0, 65_535, HttpOptions.DEFAULT_PORT))
        .plainPort(values.read("UnsecureHttpServerPort", HttpOptionsReader::plainPort, -1))
        .apiKey(values.read("ApiKey", HttpOptionsReader::apiKey, ""))
        .renewCertificate(values.bool("RenewTlsCertificateOnStartup"))
        .documents(!values.bool("DisableOpenApiEndpoint"))
        .limits(limits())
        .clientCa(values.path("BactrianHttpClientCa", Path.of("")))
        .requireClientCertificate(values.bool("BactrianHttpRequireClientCertificate"))
        .origins(values.read("BactrianHttpOrigins", HttpOptionsReader::origins, List.of()))
        .build();
  }

  private HttpLimits limits() {
    HttpLimits usual = HttpLimits.DEFAULT;
    return new HttpLimits(
        values.read("BactrianHttpMaxBodyBytes", HttpOptionsReader::bytes, usual.maxBodyBytes()),
        values.read(
            "BactrianHttpMaxBytesInFlight", HttpOptionsReader::bytes, usual.maxBytesInFlight()),
        values.number("BactrianHttpMaxConnections", 1, Integer.MAX_VALUE, usual.maxConnections()),
        values.number(
            "BactrianHttpMaxRequestsPerCaller", 1, Integer.MAX_VALUE, usual.maxRequestsPerCaller()),
        values.read("BactrianHttpHeaderTimeout", HttpOptionsReader::time, usual.headerTimeout()),
        values.read("BactrianHttpBodyTimeout", HttpOptionsReader::time, usual.bodyTimeout()),
        values.read("BactrianHttpAnswerTimeout", HttpOptionsReader::time, usual.answerTimeout()),
        values.read("BactrianHttpIdleTimeout", HttpOptionsReader::time, usual.idleTimeout()));
  }

  private static long bytes(OptionValue value) {
    return value.asLong(1, Long.MAX_VALUE);
  }

  private static Duration time(OptionValue value) {
    Duration time = value.asDuration();
    if (time.toMillis() < 1) {
      throw value.bad("is no time. Write a number of seconds above 0");
    }
    return time;
  }

  private static List<String> origins(OptionValue value) {
    List<String> origins =
        Arrays.stream(value.text().split(","))
            .map(String::strip)
            .filter(origin -> !origin.isEmpty())
            .toList();
    for (String origin : origins) {
      if (!RestServerSettings.isOrigin(origin)) {
        throw value.bad(
            "holds "
                + origin
                + ", which is no origin. Write scheme, host and port without a path, such as"
                + " https://example.org, or * for every one");
      }
    }
    return origins;
  }

  /** The port may be left out, so that a boolean stands in its place. */
  private static int plainPort(OptionValue value) {
    if (OptionValue.isBoolean(value.text().strip())) {
      return value.asBoolean() ? HttpOptions.DEFAULT_PLAIN_PORT : -1;
    }
    return value.asInt(0, 65_535);
  }

  private static String apiKey(OptionValue value) {
    if (value.text().isBlank()) {
      throw new EdgeOptionException(
          EdgeOptionException.BAD_VALUE, value.where() + " is blank. Write a long one");
    }
    return value.text().strip();
  }
}
