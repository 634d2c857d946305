package org.bactrian.model.fault;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/** A service that the operation needs, such as IoT Hub or the database, did not answer. */
public final class ExternalDependencyException extends OperationException {

  private final Duration retryAfter;

  public ExternalDependencyException(String message) {
    this(message, DEFAULT_RETRY);
  }

  public ExternalDependencyException(String message, Throwable cause) {
    super(message, cause);
    this.retryAfter = DEFAULT_RETRY;
  }

  /** With the time, counted from now, after which it is worth while to ask again. */
  public ExternalDependencyException(String message, Duration retryAfter) {
    super(message);
    this.retryAfter = Objects.requireNonNull(retryAfter, "retryAfter");
  }

  @Override
  public Optional<Duration> retryAfter() {
    return Optional.of(retryAfter);
  }
}
