package org.bactrian.web.problem;

import java.net.SocketException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeoutException;
import org.apache.camel.ExchangeTimedOutException;
import org.bactrian.model.fault.BadRequestException;
import org.bactrian.model.fault.CommunicationException;
import org.bactrian.model.fault.ConflictingResourceException;
import org.bactrian.model.fault.ExternalDependencyException;
import org.bactrian.model.fault.MethodCallStatusException;
import org.bactrian.model.fault.ModuleOfflineException;
import org.bactrian.model.fault.NotSupportedException;
import org.bactrian.model.fault.OperationException;
import org.bactrian.model.fault.OperationTimeoutException;
import org.bactrian.model.fault.ResourceInvalidStateException;
import org.bactrian.model.fault.ResourceNotFoundException;
import org.bactrian.model.fault.ResourceOutOfDateException;
import org.bactrian.model.fault.ServerBusyException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Maps exceptions to HTTP statuses and problems: the one table for it. */
public final class ExceptionStatusMapper {

  private static final Logger LOG = LoggerFactory.getLogger(ExceptionStatusMapper.class);

  private static final int UNAVAILABLE = 503;

  private record Kind(int status, String title, String name) {}

  private static final Map<Class<? extends Exception>, Kind> KINDS = kinds();

  private ExceptionStatusMapper() {}

  private static Map<Class<? extends Exception>, Kind> kinds() {
    Map<Class<? extends Exception>, Kind> kinds = new LinkedHashMap<>();
    kinds.put(BadRequestException.class, new Kind(400, "Bad request", "BadRequestException"));
    kinds.put(
        ResourceNotFoundException.class, new Kind(404, "Not found", "ResourceNotFoundException"));
    kinds.put(
        ResourceInvalidStateException.class,
        new Kind(403, "Not possible in this state", "ResourceInvalidStateException"));
    kinds.put(
        ConflictingResourceException.class,
        new Kind(409, "Exists already", "ConflictingResourceException"));
    kinds.put(
        ResourceOutOfDateException.class,
        new Kind(412, "Changed meanwhile", "ResourceOutOfDateException"));
    kinds.put(OperationTimeoutException.class, new Kind(408, "Took too long", "TimeoutException"));
    kinds.put(CommunicationException.class, new Kind(502, "No answer", "CommunicationException"));
    kinds.put(
        ModuleOfflineException.class,
        new Kind(503, "Module offline", "ExternalDependencyException"));
    kinds.put(
        ExternalDependencyException.class,
        new Kind(503, "Service unavailable", "ExternalDependencyException"));
    kinds.put(ServerBusyException.class, new Kind(429, "Too many requests", "ServerBusyException"));
    kinds.put(NotSupportedException.class, new Kind(501, "Not supported", "NotSupportedException"));
    // What libraries throw and this side cannot have meant otherwise.
    kinds.put(ExchangeTimedOutException.class, new Kind(408, "Took too long", "TimeoutException"));
    kinds.put(TimeoutException.class, new Kind(408, "Took too long", "TimeoutException"));
    kinds.put(SocketException.class, new Kind(502, "No answer", "CommunicationException"));
    // A route that stops takes nothing new, and its next version is about to run.
    kinds.put(
        RejectedExecutionException.class,
        new Kind(503, "Service unavailable", "ExternalDependencyException"));
    kinds.put(UnknownHostException.class, new Kind(502, "No answer", "CommunicationException"));
    return Map.copyOf(kinds);
  }

  /**
   * Maps a failure to the problem that its caller gets. A failure that is not an operation's
   * becomes a 500 that only says where in the log the details are.
   */
  public static Problem of(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof MethodCallStatusException method) {
        return methodCall(method);
      }
      if (cause instanceof OperationException operation) {
        Duration retry = operation.retryAfter().orElse(Duration.ZERO);
        return problem(kind(operation), operation.getMessage()).retryAfter(retry);
      }
    }
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      Kind kind = kind(cause);
      if (kind != null) {
        return kind.status() == UNAVAILABLE
            ? problem(kind, "What carries the request out is being replaced. Ask again.")
                .retryAfter(OperationException.DEFAULT_RETRY)
            : problem(kind, kind.title() + " from a server or service that the request needs.");
      }
    }
    String mark = UUID.randomUUID().toString();
    LOG.error("A request failed, and its caller was told {}", mark, failure);
    return Problem.of(
        500, "Internal error", "The request failed here. The log tells why, under " + mark + ".");
  }

  private static Kind kind(Throwable failure) {
    for (Class<?> type = failure.getClass(); type != null; type = type.getSuperclass()) {
      Kind kind = KINDS.get(type);
      if (kind != null) {
        return kind;
      }
    }
    return null;
  }

  private static Problem problem(Kind kind, String detail) {
    return new Problem(kind.status(), kind.title(), detail, kind.name(), List.of(), Duration.ZERO);
  }

  private static Problem methodCall(MethodCallStatusException method) {
    String detail =
        method.details().isEmpty() || method.details().equals("{}")
            ? method.getMessage()
            : method.getMessage() + " " + method.details();
    return new Problem(
        method.status(),
        "Refused by the module",
        detail,
        "MethodCallStatusException",
        List.of(),
        method.status() == UNAVAILABLE ? OperationException.DEFAULT_RETRY : Duration.ZERO);
  }
}
