package org.bactrian.web.http;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Settings of a REST server.
 *
 * @param host address to listen on
 * @param port port to listen on, 0 for any free one
 * @param portOption option that sets the port, for the user whose port is taken
 * @param limits what callers may take of the server
 * @param origins origins whose pages may call, such as {@code https://example.org}, or {@code *}
 *     for every one; none for pages of the server itself only
 * @param validation whether requests are held to their contracts
 * @param requestTimeout longest time from a request to its answer, unless the request asks for
 *     another; zero where operations keep to times of their own. The property {@code
 *     bactrian.request.timeout} sets another
 * @param documents where the contracts are
 * @param protection what protects requests on their way
 */
@RecordBuilder
public record RestServerSettings(
    String host,
    int port,
    String portOption,
    HttpLimits limits,
    List<String> origins,
    boolean validation,
    Duration requestTimeout,
    Documents documents,
    TransportSecurity protection) {

  /** Address that only this machine reaches. */
  public static final String LOOPBACK = "127.0.0.1";

  /** An origin as browsers send it: never with a path, so one with a slash at its end fits none. */
  private static final Pattern ORIGIN = Pattern.compile("\\*|https?://[^/?#\\s]+");

  /**
   * Contracts that are packed with the program.
   *
   * @param folder where they lie on the class path, such as {@code openapi/cloud}
   * @param title name of the server, such as {@code Bactrian Cloud}
   * @param description what they are together, as a sentence
   * @param published whether everyone may read them
   */
  public record Documents(String folder, String title, String description, boolean published) {}

  public RestServerSettings {
    if (port < 0 || port > 65_535) {
      throw new IllegalArgumentException("port must be from 0 to 65535, was " + port);
    }
    origins = List.copyOf(origins);
  }

  /**
   * Returns true for an origin of pages, such as {@code https://example.org:8443}, or {@code *}.
   */
  public static boolean isOrigin(String text) {
    return ORIGIN.matcher(text).matches();
  }
}
