package org.bactrian.web.problem;

import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.bactrian.model.fault.FaultKind;
import org.bactrian.model.fault.OperationException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Maps exceptions to HTTP problems; {@link FaultKind} has the status of each. */
public final class ExceptionProblemMapper {

  private static final Logger LOG = LoggerFactory.getLogger(ExceptionProblemMapper.class);

  private ExceptionProblemMapper() {}

  /**
   * Maps a failure to the problem that its caller gets. A failure that is not an operation's
   * becomes a 500 that only says where in the log the details are.
   */
  public static Problem of(Throwable failure) {
    OperationException told = OperationException.told(failure);
    boolean isOperations = OperationException.find(failure).isPresent();
    if (!isOperations && told.kind() == FaultKind.INTERNAL) {
      String mark = UUID.randomUUID().toString();
      LOG.error("A request failed, and its caller was told {}", mark, failure);
      return Problem.of(
          FaultKind.INTERNAL, "The request failed here. The log tells why, under " + mark + ".");
    }
    if (!isOperations && !told.kind().isFromOutside()) {
      // Most likely the caller's mistake, but no operation said so: it may be a defect of ours.
      // Without the message, which may quote a secret of the request.
      LOG.warn(
          "A request was refused without a check of its own: {} at {}",
          failure.getClass().getName(),
          failure.getStackTrace().length == 0 ? "?" : failure.getStackTrace()[0]);
    }
    return problem(told);
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
}
