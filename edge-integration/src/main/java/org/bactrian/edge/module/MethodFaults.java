package org.bactrian.edge.module;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeoutException;
import org.apache.camel.ExchangeTimedOutException;
import org.bactrian.model.fault.BadRequestException;
import org.bactrian.model.fault.CommunicationException;
import org.bactrian.model.fault.ConflictingResourceException;
import org.bactrian.model.fault.ExternalDependencyException;
import org.bactrian.model.fault.MethodCallStatusException;
import org.bactrian.model.fault.NotSupportedException;
import org.bactrian.model.fault.OperationException;
import org.bactrian.model.fault.OperationTimeoutException;
import org.bactrian.model.fault.ResourceInvalidStateException;
import org.bactrian.model.fault.ResourceNotFoundException;
import org.bactrian.model.fault.ResourceOutOfDateException;
import org.bactrian.model.fault.ServerBusyException;
import org.bactrian.model.method.MethodResult;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/** Maps the failure of a method to the status and the body that its caller receives. */
public final class MethodFaults {

  private static final Logger LOG = LoggerFactory.getLogger(MethodFaults.class);
  private static final int UNEXPECTED = 500;
  private static final int NOT_SUPPORTED = 501;
  private static final int DEPTH = 10;

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
    String details = told instanceof MethodCallStatusException known ? known.details() : "";
    return result(status, String.valueOf(told.getMessage()), details);
  }

  /**
   * Logs mistakes of the caller as information, and failures that an operator has to fix as
   * warnings.
   */
  static void note(String method, int status, Throwable told) {
    boolean callers = status < UNEXPECTED || status == NOT_SUPPORTED;
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
    body.put("title", title(status));
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

  private static String title(int status) {
    return switch (status) {
      case 400 -> "Bad request";
      case 401 -> "Not allowed";
      case 403 -> "Not possible in this state";
      case 404 -> "Not found";
      case 408 -> "Took too long";
      case 409 -> "Exists already";
      case 410 -> "Cancelled";
      case 412 -> "Changed meanwhile";
      case 429 -> "Too many requests";
      case NOT_SUPPORTED -> "Not supported";
      case 502 -> "No answer";
      case 503 -> "Service unavailable";
      default -> status < UNEXPECTED ? "Refused" : "Internal error";
    };
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
    return new ExternalDependencyException(
        "The route of " + method + " is being replaced. Call again.", failure);
  }

  /** Routes wrap what was meant for the caller. */
  private static Throwable told(Throwable failure) {
    Throwable cause = failure;
    for (int depth = 0; cause != null && depth < DEPTH; depth++) {
      if (cause instanceof OperationException) {
        return cause;
      }
      cause = cause.getCause();
    }
    return failure;
  }

  private static int status(Throwable failure) {
    if (failure instanceof OperationException known) {
      return status(known);
    }
    if (failure instanceof IllegalArgumentException) {
      return 400;
    }
    if (failure instanceof SecurityException) {
      return 401;
    }
    if (failure instanceof TimeoutException || failure instanceof ExchangeTimedOutException) {
      return 408;
    }
    if (failure instanceof CancellationException) {
      return 410;
    }
    if (failure instanceof UnsupportedOperationException) {
      return NOT_SUPPORTED;
    }
    // Those of files name paths of this computer, which are no business of the caller.
    boolean ofFile =
        failure instanceof FileSystemException || failure instanceof FileNotFoundException;
    return failure instanceof IOException && !ofFile ? 502 : UNEXPECTED;
  }

  private static int status(OperationException failure) {
    if (failure instanceof MethodCallStatusException known) {
      return known.status();
    }
    if (failure instanceof BadRequestException) {
      return 400;
    }
    if (failure instanceof ResourceInvalidStateException) {
      return 403;
    }
    if (failure instanceof ResourceNotFoundException) {
      return 404;
    }
    if (failure instanceof OperationTimeoutException) {
      return 408;
    }
    if (failure instanceof ConflictingResourceException) {
      return 409;
    }
    if (failure instanceof ResourceOutOfDateException) {
      return 412;
    }
    if (failure instanceof ServerBusyException) {
      return 429;
    }
    if (failure instanceof NotSupportedException) {
      return NOT_SUPPORTED;
    }
    // What is left depends on others: modules and services that cannot be reached.
    return failure instanceof CommunicationException ? 502 : 503;
  }
}
