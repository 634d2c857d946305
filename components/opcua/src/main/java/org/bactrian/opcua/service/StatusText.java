package org.bactrian.opcua.service;

import java.io.IOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.eclipse.milo.opcua.stack.core.types.builtin.StatusCode;
import org.jspecify.annotations.Nullable;

/** Status codes as operators know them. */
public final class StatusText {

  private static final Set<Long> LOST =
      Set.of(
          StatusCodes.Bad_ConnectionClosed,
          StatusCodes.Bad_ConnectionRejected,
          StatusCodes.Bad_NotConnected,
          StatusCodes.Bad_SessionClosed,
          StatusCodes.Bad_SessionIdInvalid,
          StatusCodes.Bad_SessionNotActivated,
          StatusCodes.Bad_SecureChannelClosed,
          StatusCodes.Bad_SecureChannelIdInvalid,
          StatusCodes.Bad_ServerHalted,
          StatusCodes.Bad_Timeout);

  private StatusText() {}

  /**
   * The name of the code, such as {@code Bad_NodeIdUnknown}, or its number where it has none; a
   * code that was left out is Good (Part 6, 5.2.2.17).
   */
  public static String of(@Nullable StatusCode status) {
    long code = status == null ? StatusCodes.Good : status.value();
    return StatusCodes.lookup(code)
        .map(description -> description[0])
        .orElseGet(() -> String.format("0x%08X", code));
  }

  /** Text of a failure: the name of the status, and what the server or the network said besides. */
  public static String of(Throwable fault) {
    Throwable cause = rootOf(fault);
    if (cause instanceof UaException e) {
      String name = of(e.getStatusCode());
      String message = said(e);
      return message.isEmpty() || message.contains(name) ? name : name + ", " + message;
    }
    return words(cause);
  }

  /** An exception that only wraps another has the name of its class in its message. */
  private static String said(UaException fault) {
    Throwable inner = fault.getCause();
    if (inner != null && inner.toString().equals(fault.getMessage())) {
      return inner instanceof UaException other ? said(other) : words(inner);
    }
    return fault.getMessage() == null ? "" : fault.getMessage();
  }

  private static String words(Throwable fault) {
    String message = fault.getMessage() == null ? "" : fault.getMessage();
    if (fault instanceof TimeoutException) {
      return "no answer in time";
    }
    if (fault instanceof ConnectException) {
      return message.contains("refused")
          ? "the connection was refused"
          : "no connection: " + (message.isEmpty() ? "nobody answered" : message);
    }
    if (fault instanceof UnknownHostException) {
      return "the host is not known: " + message;
    }
    return message.isEmpty() ? fault.getClass().getSimpleName() : message;
  }

  /** The status of the fault; {@code Bad_UnexpectedError} where it is none of OPC UA. */
  public static StatusCode codeOf(Throwable fault) {
    return UaException.extract(fault)
        .map(UaException::getStatusCode)
        .orElse(new StatusCode(StatusCodes.Bad_UnexpectedError));
  }

  /**
   * Returns whether the session or the connection under it is gone, and not only one call failed.
   */
  public static boolean meansLostConnection(Throwable fault) {
    long code = codeOf(fault).value();
    return LOST.contains(code) || code == StatusCodes.Bad_UnexpectedError && isOfNetwork(fault);
  }

  /** Milo passes on as it is what the network says to a request that could not be written. */
  private static boolean isOfNetwork(@Nullable Throwable fault) {
    return fault instanceof IOException || fault != null && isOfNetwork(fault.getCause());
  }

  /**
   * Returns whether the session or the connection under it is gone, so that what was asked can be
   * asked again; false for a call that took too long.
   */
  public static boolean meansLostSession(Throwable fault) {
    return meansLostConnection(fault) && codeOf(fault).value() != StatusCodes.Bad_Timeout;
  }

  private static Throwable rootOf(Throwable fault) {
    Throwable cause = fault;
    while (cause.getCause() != null
        && (cause instanceof ExecutionException || cause instanceof CompletionException)) {
      cause = cause.getCause();
    }
    return cause;
  }
}
