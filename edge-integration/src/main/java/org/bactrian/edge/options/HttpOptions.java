package org.bactrian.edge.options;

import java.util.List;
import org.bactrian.web.http.HttpLimits;

/**
 * How the edge's HTTP API is opened.
 *
 * @param enabled whether there is one
 * @param host address to listen on; only this machine reaches the default
 * @param port port with TLS, 0 for any free one
 * @param plainPort port without TLS, which shows the API key to the network; negative for none
 * @param apiKey key of callers, empty for one that the edge makes and keeps; a secret
 * @param renewCertificate whether each start makes a new certificate
 * @param documents whether everyone may read the API's document
 * @param limits what callers may take of the server
 * @param origins origins whose pages may call, {@code *} for every one; usually none
 */
public record HttpOptions(
    boolean enabled,
    String host,
    int port,
    int plainPort,
    String apiKey,
    boolean renewCertificate,
    boolean documents,
    HttpLimits limits,
    List<String> origins) {

  /** Address that only this machine reaches. */
  public static final String LOOPBACK = "127.0.0.1";

  /** Port with TLS unless another is asked for. */
  public static final int DEFAULT_PORT = 9072;

  /** Port without TLS where one is asked for and not said which. */
  public static final int DEFAULT_PLAIN_PORT = 9071;

  public HttpOptions {
    origins = List.copyOf(origins);
  }

  /** Names where it listens, not the key. */
  @Override
  public String toString() {
    return "HttpOptions[" + enabled + ", " + host + ":" + port + ", " + plainPort + "]";
  }
}
