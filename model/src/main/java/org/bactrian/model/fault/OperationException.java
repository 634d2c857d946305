package org.bactrian.model.fault;

import java.time.Duration;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An operation that was not carried out, for a reason that its caller is told: the {@linkplain
 * #kind() kind} says with which status, the message where, what and the remedy.
 */
public final class OperationException extends RuntimeException {

  /** Wait of a caller who was not told a time. */
  public static final Duration DEFAULT_RETRY = Duration.ofSeconds(5);

  private static final int MAX_CAUSES = 10;

  private final FaultKind kind;
  private final int status;
  private final String message;
  private final String details;

  public OperationException(FaultKind kind, String message) {
    this(kind, message, null);
  }

  public OperationException(FaultKind kind, String message, @Nullable Throwable cause) {
    this(kind, kind.status(), message, "", cause);
  }

  private OperationException(
      FaultKind kind, int status, String message, String details, @Nullable Throwable cause) {
    super(message, cause);
    this.message = Objects.requireNonNull(message, "message");
    this.kind = kind;
    this.status = status;
    this.details = Objects.requireNonNull(details, "details");
  }

  /**
   * A failure that a module answered a method with; the caller is told the same.
   *
   * @param status status of the method, from 400 to 599
   * @param message why, in a sentence
   * @param details what else the module said, as JSON or as text; empty for nothing
   */
  public static OperationException refusedByModule(int status, String message, String details) {
    if (status < 400 || status > 599) {
      throw new IllegalArgumentException("status must be from 400 to 599, was " + status);
    }
    return new OperationException(FaultKind.REFUSED_BY_MODULE, status, message, details, null);
  }

  /** The first exception of this type among a failure and its causes; empty for none. */
  public static Optional<OperationException> find(Throwable failure) {
    Throwable cause = failure;
    for (int depth = 0; cause != null && depth < MAX_CAUSES; depth++) {
      if (cause instanceof OperationException known) {
        return Optional.of(known);
      }
      cause = cause.getCause();
    }
    return Optional.empty();
  }

  /**
   * The failure of an operation as its caller is told it: the first exception of this type, or what
   * was thrown by a library or a route, with a message that tells nothing of this side's inside.
   */
  public static OperationException told(Throwable failure) {
    return find(failure)
        .orElseGet(
            () -> {
              FaultKind kind = FaultKind.of(failure);
              return new OperationException(kind, message(kind, failure), failure);
            });
  }

  private static String message(FaultKind kind, Throwable failure) {
    return switch (kind) {
      case EXTERNAL_DEPENDENCY -> "What carries the request out is being replaced. Ask again.";
      case TIMEOUT, COMMUNICATION ->
          kind.title() + " from a server or service that the request needs.";
      case INTERNAL -> "The request failed here. The log tells why.";
      default -> String.valueOf(failure.getMessage());
    };
  }

  @Override
  public String getMessage() {
    return message;
  }

  /** Kind of the failure. */
  public FaultKind kind() {
    return kind;
  }

  /** Status of the answer, from 400 to 599: that of the kind, or the one of the module. */
  public int status() {
    return status;
  }

  /** Further details that a module gave, as JSON or as text; empty for nothing. */
  public String details() {
    return details;
  }

  /** Time after which it is worth while to ask again; empty when asking again changes nothing. */
  public Optional<Duration> retryAfter() {
    return kind.retryable() || FaultKind.isRetryable(status)
        ? Optional.of(DEFAULT_RETRY)
        : Optional.empty();
  }

  /** Throws this exception unless it is of one of these kinds, which the caller deals with. */
  public void throwUnless(FaultKind... kinds) {
    if (!Arrays.asList(kinds).contains(kind)) {
      throw this;
    }
  }
}
