package org.bactrian.model.fault;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/**
 * An operation that was not carried out, for a reason that its caller is told.
 *
 * <p>The names are those that clients of OPC Publisher and OPC Twin know; which status a type has
 * is the matter of the door that the request came through.
 */
public abstract sealed class OperationException extends RuntimeException
    permits BadRequestException,
        CommunicationException,
        ConflictingResourceException,
        ExternalDependencyException,
        MethodCallStatusException,
        ModuleOfflineException,
        NotSupportedException,
        OperationTimeoutException,
        ResourceInvalidStateException,
        ResourceNotFoundException,
        ResourceOutOfDateException,
        ServerBusyException {

  /** How long a caller waits who was not told a time. */
  public static final Duration DEFAULT_RETRY = Duration.ofSeconds(5);

  OperationException(String message) {
    super(Objects.requireNonNull(message, "message"));
  }

  OperationException(String message, Throwable cause) {
    super(Objects.requireNonNull(message, "message"), cause);
  }

  /** When it is worth while to ask again; empty when asking again changes nothing. */
  public Optional<Duration> retryAfter() {
    return Optional.empty();
  }
}
