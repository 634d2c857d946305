package org.bactrian.web.signalr;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Answer to a negotiation ("Transport Protocols" of ASP.NET Core SignalR).
 *
 * @param negotiateVersion version that is answered in, 0 or 1
 * @param connectionId id by which the connection is subscribed; in version 0 also what opens it
 * @param connectionToken what opens the connection; null in version 0
 * @param availableTransports the only one that there is
 */
public record NegotiateResponse(
    int negotiateVersion,
    String connectionId,
    @Nullable String connectionToken,
    List<Transport> availableTransports) {

  private static final int NEWEST = 1;
  private static final List<Transport> TRANSPORTS =
      List.of(new Transport("WebSockets", List.of("Text")));

  /**
   * A transport of SignalR.
   *
   * @param transport its name
   * @param transferFormats Text
   */
  public record Transport(String transport, List<String> transferFormats) {}

  /** Negotiates a new connection with a client that knows that version and those before it. */
  public static NegotiateResponse to(int version) {
    int answered = Math.max(0, Math.min(version, NEWEST));
    ConnectionToken token = ConnectionToken.create(answered);
    return new NegotiateResponse(
        answered, token.id(), answered == 0 ? null : token.token(), TRANSPORTS);
  }

  /** Leaves the secrets out. */
  @Override
  public String toString() {
    return "NegotiateResponse[version " + negotiateVersion + "]";
  }
}
