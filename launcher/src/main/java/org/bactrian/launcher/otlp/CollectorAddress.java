package org.bactrian.launcher.otlp;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.bactrian.web.http.LoopbackHost;
import org.jspecify.annotations.Nullable;

/**
 * Address of an OpenTelemetry collector, and the way to speak with it.
 *
 * @param endpoint URL with the scheme http or https
 * @param protocol protocol that it speaks
 * @param headers headers of each request; secrets
 * @param authorities PEM file of the authorities to trust, null for those of the JVM
 * @param gzip whether requests are compressed
 * @param timeout longest time of a request
 */
public record CollectorAddress(
    URI endpoint,
    OtlpProtocol protocol,
    Map<String, String> headers,
    @Nullable Path authorities,
    boolean gzip,
    Duration timeout) {

  private static final int HTTPS_PORT = 443;
  private static final int HTTP_PORT = 80;

  public CollectorAddress {
    headers = Map.copyOf(headers);
  }

  boolean secure() {
    return "https".equalsIgnoreCase(endpoint.getScheme());
  }

  /** Returns whether the network between sees the headers, which are secrets. */
  boolean exposesHeaders() {
    return !headers.isEmpty() && !secure() && !LoopbackHost.matches(endpoint.getHost());
  }

  int port() {
    return endpoint.getPort() >= 0 ? endpoint.getPort() : secure() ? HTTPS_PORT : HTTP_PORT;
  }

  String path() {
    return Optional.ofNullable(endpoint.getRawPath()).orElse("");
  }

  /** Names the collector, not the headers. */
  @Override
  public String toString() {
    return "CollectorAddress[" + endpoint + ", " + protocol.text() + "]";
  }
}
