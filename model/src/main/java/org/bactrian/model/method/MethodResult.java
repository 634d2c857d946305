package org.bactrian.model.method;

import static org.bactrian.model.json.JsonTrees.JSON;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.bactrian.model.fault.OperationException;

/**
 * Outcome of a method. The body is not copied: do not change it after it was handed over.
 *
 * @param status 200, or from 400 to 599 for a failure
 * @param body UTF-8 JSON, empty for none
 */
public record MethodResult(int status, byte[] body) {

  /** Status of a method that did what it was asked to. */
  public static final int OK = 200;

  private static final int FIRST_FAILURE = 400;
  private static final int LAST_FAILURE = 599;

  public MethodResult {
    Objects.requireNonNull(body, "body");
  }

  /** A result without failure. */
  public static MethodResult ok(byte[] body) {
    return new MethodResult(OK, body);
  }

  /** Returns whether the method did what it was asked to. */
  public boolean succeeded() {
    return status >= 200 && status < 300;
  }

  /**
   * The body of a method that succeeded.
   *
   * @throws OperationException of kind REFUSED_BY_MODULE with the status and words of the module
   *     when it failed; a status that is no failure's counts as 500
   */
  public byte[] bodyOrThrow() {
    if (succeeded()) {
      return body;
    }
    int failure = status < FIRST_FAILURE || status > LAST_FAILURE ? 500 : status;
    JsonNode said = said();
    throw OperationException.refusedByModule(
        failure, message(said), text(said, "Details", "details", "detail"));
  }

  private JsonNode said() {
    try {
      return JSON.readTree(body);
    } catch (IOException e) {
      return JSON.getNodeFactory().textNode(new String(body, StandardCharsets.UTF_8));
    }
  }

  /** Modules of 2.8 answer Message and Details, those of 2.9 problem details. */
  private String message(JsonNode said) {
    String message = said.isTextual() ? said.asText() : text(said, "Message", "message", "title");
    return message.isBlank() ? "The module answered with status " + status + "." : message;
  }

  private static String text(JsonNode said, String... members) {
    for (String member : members) {
      JsonNode value = said.path(member);
      if (!value.isMissingNode() && !value.isNull()) {
        return value.isTextual() ? value.asText() : value.toString();
      }
    }
    return "";
  }
}
