package org.bactrian.web.stream;

/**
 * End of a stream that the server decided.
 *
 * @param reason what the client is told, as a sentence
 * @param mayReconnect whether it makes sense to open another stream at once
 */
public record StreamClosure(String reason, boolean mayReconnect) {

  /** The server stops, or is replaced. */
  public static final StreamClosure SERVER_STOPS =
      new StreamClosure("The server stops. Connect again.", true);

  /** A closure after which the client may connect again. */
  public static StreamClosure passing(String reason) {
    return new StreamClosure(reason, true);
  }

  /** A closure because of what the client did. */
  public static StreamClosure refusal(String reason) {
    return new StreamClosure(reason, false);
  }
}
