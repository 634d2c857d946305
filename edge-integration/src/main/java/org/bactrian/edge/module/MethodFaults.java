package org.bactrian.edge.module;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.RejectedExecutionException;
import org.bactrian.model.fault.FaultKind;
import org.bactrian.model.fault.OperationException;
import org.bactrian.model.method.MethodResult;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/** Maps the failure of a method to the status and the body that its caller receives. */
public final class MethodFaults {

  private static final Logger LOG = LoggerFactory.getLogger(MethodFaults.class);
  private static final int UNEXPECTED = FaultKind.INTERNAL.status();

  private MethodFaults() {}

  /** Returns the status and body for a failure. */
  public static MethodResult of(String method, Throwable failure) {
    Throwable told = isRefused(failure) ? replaced(method, failure) : told(failure);
    int status = status(told);
    if (status == UNEXPECTED) {
      LOG.warn("Method {} failed", method, failure);
      return result(status, "Method " + method + " failed. The log of the edge says why.", "");
    }
    note(method, status, told);
    String details = told instanceof OperationException known ? known.details() : "";
    return result(status, String.valueOf(told.getMessage()), details);
  }

  /**
   * Logs mistakes of the caller as information, and failures that an operator has to fix as
   * warnings.
   */
  static void note(String method, int status, Throwable told) {
    boolean callers = status < UNEXPECTED || status == FaultKind.NOT_SUPPORTED.status();
    LOG.atLevel(callers ? Level.INFO : Level.WARN)
        .log("Method {} was not carried out ({}): {}", inLine(method), status, inLine(told));
    LOG.debug("Method {} was not carried out", method, told);
  }

  /** Text of callers must not look like another line of the log. */
  private static String inLine(Object text) {
    String plain =
        text instanceof Throwable fault ? String.valueOf(fault.getMessage()) : text.toString();
    return plain.replaceAll("\\s*\\R\\s*", " ");
  }

  /** Callers of version 2.9 read the problem of RFC 9457, those of 2.8 the other two members. */
  private static MethodResult result(int status, String message, String details) {
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    body.put("title", FaultKind.title(status));
    body.put("status", status);
    body.put("detail", details.isEmpty() ? message : message + " " + details);
    body.put("Message", message);
    if (details.isEmpty()) {
      body.putObject("Details");
    } else {
      body.put("Details", details);
    }
    return new MethodResult(status, body.toString().getBytes(StandardCharsets.UTF_8));
  }

  /** A route that stops takes nothing new, and its next version is about to run. */
  private static boolean isRefused(Throwable failure) {
    if (failure instanceof OperationException) {
      return false;
    }
    return failure instanceof RejectedExecutionException
        || failure.getCause() instanceof RejectedExecutionException;
  }

  private static OperationException replaced(String method, Throwable failure) {
    return new OperationException(
        FaultKind.EXTERNAL_DEPENDENCY,
        "The route of " + method + " is being replaced. Call again.",
        failure);
  }

  /** Routes wrap what was meant for the caller. */
  private static Throwable told(Throwable failure) {
    return OperationException.find(failure).<Throwable>map(known -> known).orElse(failure);
  }

  private static int status(Throwable failure) {
    return failure instanceof OperationException known
        ? known.status()
        : FaultKind.of(failure).status();
  }
}
