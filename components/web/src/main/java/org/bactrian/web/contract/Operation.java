package org.bactrian.web.contract;

import com.fasterxml.jackson.databind.JsonNode;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * An operation of a contract.
 *
 * @param id its id, also the {@code direct:} endpoint that carries it out
 * @param method HTTP method in upper case
 * @param path whole path with {@code {parameters}}, base path included
 * @param tag its first tag, empty for none
 * @param bean bean that carries it out where no route does: {@code x-bactrian-bean} of the
 *     operation or of its tag, else the tag with a small first letter; empty without a tag
 * @param open whether everyone may, without a token: {@code security} of the operation is empty
 * @param roles of which one lets a caller in; none when everyone who is known here may
 * @param parameters what it is asked with besides the body
 * @param body what the body must be
 * @param answerType media type of its answer; empty when it answers without a body
 * @param stream whether it opens a stream, for which a caller may send its token as parameter
 *     {@code access_token}: {@code x-bactrian-stream} of the document
 * @param maxBodyBytes largest body of a request in bytes: {@code x-bactrian-max-body-bytes} of the
 *     document, else {@link #DEFAULT_MAX_BODY_BYTES}
 */
@RecordBuilder
public record Operation(
    String id,
    String method,
    String path,
    String tag,
    String bean,
    boolean open,
    Set<String> roles,
    List<Parameter> parameters,
    Body body,
    String answerType,
    boolean stream,
    long maxBodyBytes) {

  /** Enough for what asks; operations that are given values say more. */
  public static final long DEFAULT_MAX_BODY_BYTES = 1024 * 1024;

  private static final String JSON = "application/json";
  private static final String BEAN = "x-bactrian-bean";

  /** Requirements on the body of a request. */
  public sealed interface Body {
    /** There is none; what is sent all the same is not looked at. */
    record None() implements Body {}

    /**
     * JSON after a schema of the document.
     *
     * @param schema JSON pointer of the schema, such as {@code /components/schemas/Endpoint}
     * @param required whether a request must have a body
     * @param argument name of the body among the arguments of a method, for an operation with
     *     parameters: {@code x-bactrian-argument} of the document, else {@code request}
     */
    record Json(String schema, boolean required, String argument) implements Body {}

    /** Bytes of any kind, which a method cannot carry. */
    record Bytes() implements Body {}
  }

  public Operation {
    roles = Set.copyOf(roles);
    parameters = List.copyOf(parameters);
  }

  static Operation of(
      String method, String path, String pointer, JsonNode operation, JsonNode document) {
    String id = operation.path("operationId").asText();
    Set<String> roles = new LinkedHashSet<>();
    operation.path("x-bactrian-roles").forEach(role -> roles.add(role.asText()));
    if (id.isEmpty()) {
      throw new IllegalArgumentException(method + " " + path + " needs an operationId");
    }
    String tag = operation.path("tags").path(0).asText();
    List<Parameter> parameters = new ArrayList<>();
    for (JsonNode parameter : operation.path("parameters")) {
      parameters.add(Parameter.of(DocumentReferences.resolve(parameter, document), document));
    }
    return OperationBuilder.builder()
        .id(id)
        .method(method.toUpperCase(Locale.ROOT))
        .path(path)
        .tag(tag)
        .bean(bean(operation, tag, document))
        .open(operation.path("security").isArray() && operation.path("security").isEmpty())
        .roles(roles)
        .parameters(parameters)
        .body(body(operation.path("requestBody"), pointer))
        .answerType(answerType(operation.path("responses").path("200").path("content")))
        .stream(operation.path("x-bactrian-stream").asBoolean(false))
        .maxBodyBytes(operation.path("x-bactrian-max-body-bytes").asLong(DEFAULT_MAX_BODY_BYTES))
        .build();
  }

  private static String bean(JsonNode operation, String tag, JsonNode document) {
    if (operation.has(BEAN)) {
      return operation.path(BEAN).asText();
    }
    for (JsonNode described : document.path("tags")) {
      if (described.path("name").asText().equals(tag) && described.has(BEAN)) {
        return described.path(BEAN).asText();
      }
    }
    return smallFirst(tag);
  }

  /** JSON where that is among the types. */
  private static String answerType(JsonNode content) {
    return content.has(JSON) ? JSON : content.isEmpty() ? "" : content.fieldNames().next();
  }

  /** Returns whether it answers with a body. */
  public boolean answers() {
    return !answerType.isEmpty();
  }

  /** The method of the bean that carries the operation out: its id with a small first letter. */
  public String beanMethod() {
    return smallFirst(id);
  }

  private static String smallFirst(String name) {
    return name.isEmpty() ? "" : name.substring(0, 1).toLowerCase(Locale.ROOT) + name.substring(1);
  }

  private static Body body(JsonNode body, String operation) {
    if (body.isMissingNode()) {
      return new Body.None();
    }
    if (!body.path("content").has(JSON)) {
      return new Body.Bytes();
    }
    JsonNode schema = body.path("content").path(JSON).path("schema");
    String reference = schema.path("$ref").asText();
    String pointer =
        reference.isEmpty()
            ? operation + "/requestBody/content/application~1json/schema"
            : reference.substring(1);
    return new Body.Json(
        pointer,
        body.path("required").asBoolean(),
        body.path("x-bactrian-argument").asText("request"));
  }
}
