package org.bactrian.model.fault;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/** Too many requests at once. */
public final class ServerBusyException extends OperationException {

  private final Duration retryAfter;

  public ServerBusyException(String message) {
    this(message, DEFAULT_RETRY);
  }

  public ServerBusyException(String message, Throwable cause) {
    super(message, cause);
    this.retryAfter = DEFAULT_RETRY;
  }

  /** With the time, counted from now, after which it is worth while to ask again. */
  public ServerBusyException(String message, Duration retryAfter) {
    super(message);
    this.retryAfter = Objects.requireNonNull(retryAfter, "retryAfter");
  }

  @Override
  public Optional<Duration> retryAfter() {
    return Optional.of(retryAfter);
  }
}
