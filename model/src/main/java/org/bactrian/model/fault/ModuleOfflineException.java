package org.bactrian.model.fault;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/** The edge module that carries out the operation is not connected. */
public final class ModuleOfflineException extends OperationException {

  private final Duration retryAfter;

  public ModuleOfflineException(String message) {
    this(message, DEFAULT_RETRY);
  }

  public ModuleOfflineException(String message, Throwable cause) {
    super(message, cause);
    this.retryAfter = DEFAULT_RETRY;
  }

  /** With the time, counted from now, after which it is worth while to ask again. */
  public ModuleOfflineException(String message, Duration retryAfter) {
    super(message);
    this.retryAfter = Objects.requireNonNull(retryAfter, "retryAfter");
  }

  @Override
  public Optional<Duration> retryAfter() {
    return Optional.of(retryAfter);
  }
}
