package org.bactrian.edge.options;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.bactrian.web.http.HttpLimits;

/**
 * Options of the edge's HTTP API.
 *
 * @param enabled whether the API is served
 * @param host address to listen on; only this machine reaches the default
 * @param port port with TLS, 0 for any free one
 * @param plainPort port without TLS, which shows the API key to the network; negative for none
 * @param apiKey key of callers, empty for a generated one that the edge keeps; a secret
 * @param renewCertificate whether each start creates a new certificate
 * @param documents whether anyone may read the OpenAPI document
 * @param limits limits of callers
 * @param clientCa file or folder of the certificates that clients are trusted by; an empty path for
 *     none
 * @param requireClientCertificate whether callers need such a certificate, so that the key alone
 *     does not suffice
 * @param origins origins whose web pages may call, {@code *} for any; usually none
 */
@RecordBuilder
public record HttpOptions(
    boolean enabled,
    String host,
    int port,
    int plainPort,
    String apiKey,
    boolean renewCertificate,
    boolean documents,
    HttpLimits limits,
    Path clientCa,
    boolean requireClientCertificate,
    List<String> origins)
    implements HttpOptionsBuilder.With {

  /** Address that only this machine reaches. */
  public static final String LOOPBACK = "127.0.0.1";

  /** Port with TLS unless another is asked for. */
  public static final int DEFAULT_PORT = 9072;

  /** Port without TLS where one is asked for and not said which. */
  public static final int DEFAULT_PLAIN_PORT = 9071;

  public HttpOptions {
    origins = List.copyOf(origins);
  }

  /** The certificates that clients are trusted by, where they may show any. */
  public Optional<Path> clientAuthorities() {
    return clientCa.toString().isEmpty() ? Optional.empty() : Optional.of(clientCa);
  }

  /** Names where it listens, not the key. */
  @Override
  public String toString() {
    return "HttpOptions[" + enabled + ", " + host + ":" + port + ", " + plainPort + "]";
  }
}
