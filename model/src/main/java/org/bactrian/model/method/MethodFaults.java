package org.bactrian.model.method;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import org.bactrian.model.fault.FaultKind;
import org.bactrian.model.fault.OperationException;
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
    OperationException told = OperationException.told(failure);
    if (told.status() == UNEXPECTED) {
      LOG.warn("Method {} failed", method, failure);
      return result(UNEXPECTED, "Method " + method + " failed. The log of the edge says why.", "");
    }
    note(method, told.status(), told);
    return result(told.status(), told.getMessage(), told.details());
  }

  /** Returns status and body for a method that was carried out and whose answer cannot be sent. */
  public static MethodResult ofAnswer(String method, Throwable failure) {
    String message = "Status or body of the answer is not what a method can send";
    return of(method, new OperationException(FaultKind.INTERNAL, message, failure));
  }

  /** Returns status and body for an answer of more bytes than a method takes. */
  public static MethodResult tooLarge(int bytes, int limit) {
    return result(
        413, "The answer has " + bytes + " bytes, a method takes " + limit + ". Ask for less.", "");
  }

  /**
   * Logs mistakes of the caller as information, and failures that an operator has to fix as
   * warnings.
   */
  public static void note(String method, int status, Throwable told) {
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
}
