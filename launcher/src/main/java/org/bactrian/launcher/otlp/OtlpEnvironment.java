package org.bactrian.launcher.otlp;

import io.opentelemetry.sdk.trace.samplers.Sampler;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;
import org.bactrian.launcher.secret.SecretFiles;
import org.jspecify.annotations.Nullable;

/**
 * Variables of OpenTelemetry's specification that say how a collector is reached, which traces it
 * gets, and what the process is called.
 */
public final class OtlpEnvironment {

  private static final String PREFIX = "OTEL_EXPORTER_OTLP_";

  /** Variable of the headers of requests, which hold the secrets of a collector. */
  public static final String HEADERS = PREFIX + "HEADERS";

  private static final String RESOURCE = "OTEL_RESOURCE_ATTRIBUTES";
  private static final String SAMPLER = "OTEL_TRACES_SAMPLER";

  private static final int DEFAULT_TIMEOUT = 10_000;
  private static final int LONGEST_TIMEOUT = 60_000;
  private static final int MAX_BYTES = 1024 * 1024;
  private static final int MOST_ENTRIES = 100;

  /** Token of RFC 9110. */
  private static final Pattern NAME = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]{1,256}");

  /** Printable ASCII, which a header can hold. */
  private static final Pattern VALUE = Pattern.compile("[\\x20-\\x7e]{0,8192}");

  private final Map<String, String> environment;

  /**
   * Creates the settings of an environment, such as {@link System#getenv()}.
   *
   * @throws org.bactrian.launcher.secret.SecretException when the file of the headers cannot be
   *     read
   */
  public OtlpEnvironment(Map<String, String> environment) {
    this.environment = SecretFiles.expand(environment, List.of(HEADERS));
  }

  /**
   * Returns the settings of an export.
   *
   * @param endpoint the collector
   * @param interval time between two exports of metrics
   * @param traces whether traces are exported besides metrics
   * @param service name of the process unless a variable gives another
   * @throws IllegalArgumentException when a variable has a value that cannot be
   */
  public OtlpSettings settings(URI endpoint, Duration interval, boolean traces, String service) {
    return new OtlpSettings(
        new CollectorAddress(
            endpoint, protocol(endpoint), headers(), authorities(), gzip(), timeout()),
        interval,
        traces,
        sampler(),
        resource(service));
  }

  private OtlpProtocol protocol(URI endpoint) {
    String name = PREFIX + "PROTOCOL";
    String text = text(name);
    return text.isEmpty()
        ? OtlpProtocol.at(endpoint.getPort())
        : OtlpProtocol.named(text)
            .orElseThrow(() -> bad(name, text, "is unknown. Write grpc or http/protobuf"));
  }

  private Map<String, String> headers() {
    Map<String, String> headers = new LinkedHashMap<>();
    // Values are secrets, so no fault shows them.
    entries(HEADERS, false)
        .forEach(
            (name, value) -> {
              if (!NAME.matcher(name).matches() || !VALUE.matcher(value).matches()) {
                throw new IllegalArgumentException(
                    HEADERS + " has a name or a value that no HTTP header can have");
              }
              headers.put(name.toLowerCase(Locale.ROOT), value);
            });
    return headers;
  }

  private @Nullable Path authorities() {
    String name = PREFIX + "CERTIFICATE";
    String text = text(name);
    if (text.isEmpty()) {
      return null;
    }
    try {
      Path file = Path.of(text);
      if (Files.isReadable(file) && !Files.isDirectory(file)) {
        if (holdsCertificates(file)) {
          return file;
        }
        throw bad(name, text, "holds no certificates in PEM form. Name a file of the authorities");
      }
    } catch (InvalidPathException e) {
      throw bad(name, text, "is no path");
    }
    throw bad(name, text, "cannot be read. Name a PEM file of the authorities to trust");
  }

  private static boolean holdsCertificates(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      String pem = new String(in.readNBytes(MAX_BYTES), StandardCharsets.ISO_8859_1);
      return pem.contains("-----BEGIN CERTIFICATE-----")
          && !CertificateFactory.getInstance("X.509")
              .generateCertificates(
                  new ByteArrayInputStream(pem.getBytes(StandardCharsets.ISO_8859_1)))
              .isEmpty();
    } catch (IOException | CertificateException e) {
      return false;
    }
  }

  private boolean gzip() {
    String name = PREFIX + "COMPRESSION";
    return switch (text(name)) {
      case "", "none" -> false;
      case "gzip" -> true;
      default -> throw bad(name, text(name), "is unknown. Write gzip or none");
    };
  }

  private Duration timeout() {
    String name = PREFIX + "TIMEOUT";
    String text = text(name);
    if (text.isEmpty()) {
      return Duration.ofMillis(DEFAULT_TIMEOUT);
    }
    if (text.matches("\\d{1,6}")) {
      int millis = Integer.parseInt(text);
      if (millis > 0 && millis <= LONGEST_TIMEOUT) {
        return Duration.ofMillis(millis);
      }
    }
    throw bad(name, text, "is no time. Write a number of milliseconds from 1 to 60000");
  }

  private Sampler sampler() {
    return switch (text(SAMPLER)) {
      case "", "parentbased_always_on" -> Sampler.parentBased(Sampler.alwaysOn());
      case "parentbased_always_off" -> Sampler.parentBased(Sampler.alwaysOff());
      case "parentbased_traceidratio" -> Sampler.parentBased(Sampler.traceIdRatioBased(ratio()));
      case "always_on" -> Sampler.alwaysOn();
      case "always_off" -> Sampler.alwaysOff();
      case "traceidratio" -> Sampler.traceIdRatioBased(ratio());
      default ->
          throw bad(
              SAMPLER,
              text(SAMPLER),
              "is unknown. Write always_on, always_off or traceidratio, or one of them behind"
                  + " parentbased_");
    };
  }

  private double ratio() {
    String name = SAMPLER + "_ARG";
    String text = text(name);
    if (text.isEmpty()) {
      return 1;
    }
    if (text.matches("0?\\.\\d{1,9}|[01](\\.0{1,9})?")) {
      return Double.parseDouble(text);
    }
    throw bad(name, text, "is no part of all traces. Write a number from 0 to 1");
  }

  private Map<String, String> resource(String service) {
    Map<String, String> resource = new LinkedHashMap<>();
    resource.put("service.name", service);
    String host = text("HOSTNAME");
    resource.put("service.instance.id", host.isEmpty() ? UUID.randomUUID().toString() : host);
    resource.putAll(entries(RESOURCE, true));
    String name = text("OTEL_SERVICE_NAME");
    if (!name.isEmpty()) {
      resource.put("service.name", name);
    }
    return resource;
  }

  /** Pairs {@code name=value}, separated by commas, with percent signs in the values. */
  private Map<String, String> entries(String variable, boolean shown) {
    Map<String, String> entries = new LinkedHashMap<>();
    for (String pair : text(variable).split(",")) {
      int at = pair.indexOf('=');
      if (!pair.isBlank()) {
        if (at < 1) {
          throw shown
              ? bad(variable, pair.strip(), "is no pair. Write name=value, separated by commas")
              : new IllegalArgumentException(
                  variable + " is no list of pairs. Write name=value, separated by commas");
        }
        entries.put(pair.substring(0, at).strip(), decode(variable, pair.substring(at + 1)));
      }
    }
    if (entries.size() > MOST_ENTRIES) {
      throw new IllegalArgumentException(variable + " has more than " + MOST_ENTRIES + " pairs");
    }
    return entries;
  }

  private static String decode(String variable, String value) {
    try {
      return URLDecoder.decode(value.strip().replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          variable + " has a percent sign that no two digits follow. Write it as %25", e);
    }
  }

  private String text(String name) {
    return environment.getOrDefault(name, "").strip();
  }

  private static IllegalArgumentException bad(String variable, String value, String why) {
    return new IllegalArgumentException(
        "Environment variable " + variable + ": \"" + value + "\" " + why);
  }
}
