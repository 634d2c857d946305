package org.bactrian.model.fault;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.util.Arrays;
import java.util.concurrent.CancellationException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeoutException;
import org.apache.camel.ExchangeTimedOutException;

/**
 * Table of exception and status: {@link #of} maps an exception to its kind, and the kind has the
 * status, title and name that callers are told over HTTP, as a direct method and over MQTT.
 *
 * <p>Statuses and names are those that clients of OPC Publisher and OPC Twin know. Of several kinds
 * with one status, the first gives an answer with that status its title.
 */
public enum FaultKind {
  /** The request says something that cannot be meant. */
  BAD_REQUEST(400, "Bad request", "BadRequestException"),
  /** The caller is not known, or may not do this. */
  UNAUTHORIZED(401, "Not allowed", "UnauthorizedAccessException"),
  /** The resource exists and cannot do this now, such as an endpoint without activation. */
  INVALID_STATE(403, "Not possible in this state", "ResourceInvalidStateException"),
  /** The resource does not exist. */
  NOT_FOUND(404, "Not found", "ResourceNotFoundException"),
  /** The answer did not come within the time that the operation has. */
  TIMEOUT(408, "Took too long", "TimeoutException"),
  /** The resource exists already. */
  CONFLICT(409, "Exists already", "ConflictingResourceException"),
  /** The operation was cancelled before its end. */
  CANCELLED(410, "Cancelled", "OperationCanceledException"),
  /** The resource was changed by another since it was read, as its etag shows. */
  OUT_OF_DATE(412, "Changed meanwhile", "ResourceOutOfDateException"),
  /** Too many requests at once. */
  BUSY(429, "Too many requests", "ServerBusyException"),
  /** A defect: the caller learns that the operation failed, and the log why. */
  INTERNAL(500, "Internal error", "HttpResponseException"),
  /** The operation is not available with what it was asked for. */
  NOT_SUPPORTED(501, "Not supported", "NotSupportedException"),
  /** A server on the factory network was asked and did not answer, or not in OPC UA. */
  COMMUNICATION(502, "No answer", "CommunicationException"),
  /** A service that the operation needs, such as IoT Hub or the database, did not answer. */
  EXTERNAL_DEPENDENCY(503, "Service unavailable", "ExternalDependencyException"),
  /** The edge module that carries out the operation is not connected. */
  MODULE_OFFLINE(503, "Module offline", "ExternalDependencyException"),
  /** A module answered a method with a failure; the exception has its status, here 500. */
  REFUSED_BY_MODULE(500, "Refused by the module", "MethodCallStatusException");

  private final int status;
  private final String title;
  private final String exceptionName;

  FaultKind(int status, String title, String exceptionName) {
    this.status = status;
    this.title = title;
    this.exceptionName = exceptionName;
  }

  /** Status of the answer, from 400 to 599: an HTTP status, and the same of a method. */
  public int status() {
    return status;
  }

  /** The kind in a few words, for instance {@code Not found}. */
  public String title() {
    return title;
  }

  /** Name under which clients of version 2.8 know the kind, such as {@code TimeoutException}. */
  public String exceptionName() {
    return exceptionName;
  }

  /** Returns whether the same request may succeed when it is sent again after a while. */
  public boolean retryable() {
    return isRetryable(status);
  }

  /** Returns whether a request that was answered with this status may succeed after a while. */
  static boolean isRetryable(int status) {
    return status == BUSY.status || status == EXTERNAL_DEPENDENCY.status;
  }

  /** Title of an answer with that status; statuses that no kind has are refusals or defects. */
  public static String title(int status) {
    return Arrays.stream(values())
        .filter(kind -> kind.status == status)
        .findFirst()
        .map(FaultKind::title)
        .orElse(status < INTERNAL.status ? "Refused" : INTERNAL.title);
  }

  /**
   * Kind of what the JDK, a library or a route threw; what is not known is {@link #INTERNAL}.
   * Causes count where they tell of a server or service that failed, which this side cannot have
   * meant otherwise.
   */
  public static FaultKind of(Throwable failure) {
    if (failure instanceof OperationException known) {
      return known.kind();
    }
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      FaultKind kind = withoutCauses(cause);
      if (kind.isFromOutside()) {
        return kind;
      }
    }
    return withoutCauses(failure);
  }

  /** Returns whether a server or service that the operation needs did not do its part. */
  public boolean isFromOutside() {
    return this == TIMEOUT || this == COMMUNICATION || this == EXTERNAL_DEPENDENCY;
  }

  private static FaultKind withoutCauses(Throwable failure) {
    if (failure instanceof OperationException known) {
      return known.kind();
    }
    if (failure instanceof IllegalArgumentException || failure instanceof JsonProcessingException) {
      return BAD_REQUEST;
    }
    if (failure instanceof SecurityException) {
      return UNAUTHORIZED;
    }
    if (failure instanceof TimeoutException || failure instanceof ExchangeTimedOutException) {
      return TIMEOUT;
    }
    if (failure instanceof CancellationException) {
      return CANCELLED;
    }
    if (failure instanceof UnsupportedOperationException) {
      return NOT_SUPPORTED;
    }
    if (failure instanceof RejectedExecutionException) {
      // A route that stops takes nothing new, and its next version is about to run.
      return EXTERNAL_DEPENDENCY;
    }
    // Those of files are about this computer, not about a server.
    boolean ofFile =
        failure instanceof FileSystemException || failure instanceof FileNotFoundException;
    return failure instanceof IOException && !ofFile ? COMMUNICATION : INTERNAL;
  }
}
