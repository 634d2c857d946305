package org.bactrian.web.problem;

import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.bactrian.model.fault.FaultKind;
import org.bactrian.model.fault.OperationException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Maps exceptions to HTTP problems, by their {@link FaultKind}. */
public final class ExceptionStatusMapper {

  private static final Logger LOG = LoggerFactory.getLogger(ExceptionStatusMapper.class);

  /** Kinds that this side cannot have meant otherwise when a library throws them. */
  private static final Set<FaultKind> FROM_OUTSIDE =
      EnumSet.of(FaultKind.TIMEOUT, FaultKind.COMMUNICATION, FaultKind.EXTERNAL_DEPENDENCY);

  private ExceptionStatusMapper() {}

  /**
   * Maps a failure to the problem that its caller gets. A failure that is not an operation's
   * becomes a 500 that only says where in the log the details are.
   */
  public static Problem of(Throwable failure) {
    Optional<OperationException> operation = OperationException.find(failure);
    if (operation.isPresent()) {
      return problem(operation.get());
    }
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      FaultKind kind = FaultKind.of(cause);
      if (FROM_OUTSIDE.contains(kind)) {
        return fromOutside(kind);
      }
    }
    FaultKind known = FaultKind.of(failure);
    if (known != FaultKind.INTERNAL) {
      // Most likely the caller's mistake, but no operation said so: it may be a defect of ours.
      // Without the message, which may quote a secret of the request.
      LOG.warn(
          "A request was refused without a check of its own: {} at {}",
          failure.getClass().getName(),
          failure.getStackTrace().length == 0 ? "?" : failure.getStackTrace()[0]);
      return Problem.of(known, String.valueOf(failure.getMessage()));
    }
    String mark = UUID.randomUUID().toString();
    LOG.error("A request failed, and its caller was told {}", mark, failure);
    return Problem.of(
        FaultKind.INTERNAL, "The request failed here. The log tells why, under " + mark + ".");
  }

  private static Problem problem(OperationException failure) {
    String detail =
        failure.details().isEmpty() || failure.details().equals("{}")
            ? failure.getMessage()
            : failure.getMessage() + " " + failure.details();
    FaultKind kind = failure.kind();
    Duration retry = failure.retryAfter().orElse(Duration.ZERO);
    return new Problem(
        failure.status(), kind.title(), detail, kind.exceptionName(), List.of(), retry);
  }

  private static Problem fromOutside(FaultKind kind) {
    return kind.retryable()
        ? Problem.of(kind, "What carries the request out is being replaced. Ask again.")
            .retryAfter(OperationException.DEFAULT_RETRY)
        : Problem.of(kind, kind.title() + " from a server or service that the request needs.");
  }
}
