package org.bactrian.web.http;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.time.Duration;
import org.bactrian.model.method.ByteBudget;
import org.bactrian.model.setting.SettingRange;

/**
 * Bounds of what callers may take of an HTTP server.
 *
 * @param maxBodyBytes largest body of a request in bytes; operations may have lower limits. A
 *     larger one is answered with 413
 * @param maxBytesInFlight estimated memory in bytes of all requests that are carried out at once
 *     and of all answers that are not sent yet; what has no room is answered with 429
 * @param maxConnections connections at once, those in a TLS handshake included; one more is closed
 * @param maxRequestsPerCaller requests of one caller in a second, by its name and address; more are
 *     answered with 429
 * @param headerTimeout longest time for the TLS handshake of a connection, and from there to the
 *     whole header of its first request
 * @param bodyTimeout longest time from the header of a request to the end of its body
 * @param answerTimeout longest time in which a caller reads the next 256 KiB of an answer; the
 *     connection of one who does not is closed
 * @param idleTimeout longest time from an answer to the whole header of the next request
 */
@RecordBuilder
public record HttpLimits(
    long maxBodyBytes,
    long maxBytesInFlight,
    int maxConnections,
    int maxRequestsPerCaller,
    Duration headerTimeout,
    Duration bodyTimeout,
    Duration answerTimeout,
    Duration idleTimeout)
    implements HttpLimitsBuilder.With {

  /** Larger than any request of the contracts, and small enough to be held in memory. */
  public static final long DEFAULT_MAX_BODY_BYTES = 16L * 1024 * 1024;

  /** Connections at once, more than all clients of a plant have. */
  public static final int DEFAULT_MAX_CONNECTIONS = 1_000;

  /** Requests of one caller in a second, more than any that is sound sends. */
  public static final int DEFAULT_MAX_REQUESTS_PER_CALLER = 5_000;

  public static final Duration DEFAULT_HEADER_TIMEOUT = Duration.ofSeconds(15);
  public static final Duration DEFAULT_BODY_TIMEOUT = Duration.ofSeconds(60);
  public static final Duration DEFAULT_ANSWER_TIMEOUT = Duration.ofSeconds(60);
  public static final Duration DEFAULT_IDLE_TIMEOUT = Duration.ofSeconds(60);

  /** The defaults above, and a quarter of the heap for requests and answers in flight. */
  public static final HttpLimits DEFAULT =
      new HttpLimits(
          DEFAULT_MAX_BODY_BYTES,
          ByteBudget.quarterOfHeap(),
          DEFAULT_MAX_CONNECTIONS,
          DEFAULT_MAX_REQUESTS_PER_CALLER,
          DEFAULT_HEADER_TIMEOUT,
          DEFAULT_BODY_TIMEOUT,
          DEFAULT_ANSWER_TIMEOUT,
          DEFAULT_IDLE_TIMEOUT);

  public HttpLimits {
    SettingRange.atLeastOne("maxBodyBytes", maxBodyBytes);
    SettingRange.atLeastOne("maxBytesInFlight", maxBytesInFlight);
    SettingRange.atLeastOne("maxConnections", maxConnections);
    SettingRange.atLeastOne("maxRequestsPerCaller", maxRequestsPerCaller);
    SettingRange.atLeastOne("headerTimeout", headerTimeout.toMillis());
    SettingRange.atLeastOne("bodyTimeout", bodyTimeout.toMillis());
    SettingRange.atLeastOne("answerTimeout", answerTimeout.toMillis());
    SettingRange.atLeastOne("idleTimeout", idleTimeout.toMillis());
  }
}
