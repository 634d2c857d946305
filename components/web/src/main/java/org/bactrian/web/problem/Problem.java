package org.bactrian.web.problem;

import static org.bactrian.model.json.JsonTrees.JSON;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import org.bactrian.model.fault.FaultKind;

/**
 * Problem details of a request that failed (RFC 9457). {@code Message} and {@code Exception} say
 * the same under the names that clients of OPC Twin and OPC Publisher read.
 *
 * @param status status of the answer, from 400 to 599
 * @param title kind of problem in a few words
 * @param detail what happened and what mends it
 * @param exception name of the kind of problem, such as {@code ResourceNotFoundException}
 * @param violations each thing that is wrong with the request, none when the detail says it all
 * @param retryAfter when it is worth while to ask again; zero when asking again changes nothing
 */
public record Problem(
    int status,
    String title,
    String detail,
    String exception,
    List<Violation> violations,
    Duration retryAfter) {

  /** Media type of a problem. */
  public static final String MEDIA_TYPE = "application/problem+json";

  public Problem {
    violations = List.copyOf(violations);
  }

  /** A problem that its status and a detail describe. */
  public static Problem of(int status, String title, String detail) {
    return new Problem(
        status, title, detail, FaultKind.INTERNAL.exceptionName(), List.of(), Duration.ZERO);
  }

  /** A problem of a kind. */
  public static Problem of(FaultKind kind, String detail) {
    return new Problem(
        kind.status(), kind.title(), detail, kind.exceptionName(), List.of(), Duration.ZERO);
  }

  /** A request that its contract does not allow; there is at least one violation. */
  public static Problem badRequest(List<Violation> violations) {
    String detail = violations.stream().map(Violation::toString).collect(Collectors.joining("; "));
    FaultKind kind = FaultKind.BAD_REQUEST;
    return new Problem(
        kind.status(), kind.title(), detail, kind.exceptionName(), violations, Duration.ZERO);
  }

  /** Returns the problem with a time after which it is worth asking again. */
  public Problem retryAfter(Duration time) {
    return new Problem(status, title, detail, exception, violations, time);
  }

  /** The header {@code Retry-After}, in whole seconds and at least one; 0 for none. */
  public long retryAfterSeconds() {
    return retryAfter.isZero() ? 0 : Math.max(1, retryAfter.toSeconds());
  }

  /**
   * The body of the answer.
   *
   * @param instance path of the request
   */
  public String json(String instance) {
    ObjectNode body = JSON.createObjectNode();
    body.put("type", "about:blank");
    body.put("title", title);
    body.put("status", status);
    body.put("detail", detail);
    body.put("instance", instance);
    if (!violations.isEmpty()) {
      ArrayNode errors = body.putArray("errors");
      for (Violation violation : violations) {
        errors.addObject().put("pointer", violation.pointer()).put("detail", violation.detail());
      }
    }
    body.put("Message", detail);
    body.put("Exception", exception);
    try {
      return JSON.writeValueAsString(body);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("A problem of texts and numbers is always JSON", e);
    }
  }
}
