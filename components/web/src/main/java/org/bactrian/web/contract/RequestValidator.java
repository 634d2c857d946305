package org.bactrian.web.contract;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.ValidationMessage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.apache.camel.util.function.Suppliers;
import org.bactrian.model.json.DecimalJsonFactory;
import org.bactrian.web.contract.Operation.Body;
import org.bactrian.web.problem.Violation;

/**
 * Validates the requests of one operation against its contract. Its schema is made once, at the
 * first body, since those of all operations would take a tenth of the start. Safe for use by
 * several threads.
 */
public final class RequestValidator {

  /** Numbers keep all their digits, since what is read here is what goes on. */
  private static final ObjectReader JSON =
      new ObjectMapper(new DecimalJsonFactory())
          .readerFor(JsonNode.class)
          .with(
              DeserializationFeature.FAIL_ON_TRAILING_TOKENS,
              DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .without(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES);

  /** Pattern of the reader's setting that a body which is too deep or too long exceeds. */
  private static final Pattern SETTING = Pattern.compile(", from `[^`]*`");

  /** Reason for bytes that look like UTF-32 and are not. */
  private static final String NO_UTF_8 = "the body is not JSON in UTF-8";

  private final Operation operation;
  private final Rule rule;

  /** Rule for a body. */
  private sealed interface Rule {
    record Nothing() implements Rule {}

    record Schema(Supplier<JsonSchema> schema, NameNormalizer spelling, boolean required)
        implements Rule {}
  }

  RequestValidator(Operation operation, BodySchemas schemas) {
    this.operation = operation;
    this.rule =
        operation.body() instanceof Body.Json json
            ? new Rule.Schema(
                Suppliers.memorize(() -> schemas.schema(json.schema())),
                schemas.spelling(json.schema()),
                json.required())
            : new Rule.Nothing();
  }

  /** The operation. */
  public Operation operation() {
    return operation;
  }

  /**
   * Validates a request.
   *
   * @param parameters values sent under the name of a parameter, in any case; none when not sent
   * @param body the bytes of the body, none for no body
   */
  public RequestValidation check(Function<String, List<String>> parameters, byte[] body) {
    List<Violation> violations = new ArrayList<>();
    Map<String, String> values = new LinkedHashMap<>();
    for (Parameter parameter : operation.parameters()) {
      check(parameter, parameters.apply(parameter.name()), values, violations);
    }
    return check(body, values, violations);
  }

  /**
   * Validates a request of a transport whose requests are a payload and nothing else. That is the
   * body of an operation without parameters. Of others it is an object with the arguments by their
   * names, in any case, the body among them, or the argument itself where there is only one.
   */
  public RequestValidation checkPayload(byte[] payload) {
    if (operation.parameters().isEmpty()) {
      return checkBody(payload);
    }
    NamedArguments arguments;
    try {
      arguments = NamedArguments.of(operation, payload.length == 0 ? null : JSON.readTree(payload));
    } catch (JsonProcessingException e) {
      return unreadable(unreadable(e));
    } catch (IOException e) {
      return unreadable(NO_UTF_8);
    }
    return check(arguments::values, arguments.body());
  }

  /** Validates a body alone. */
  RequestValidation checkBody(byte[] body) {
    return check(body, Map.of(), new ArrayList<>());
  }

  private static RequestValidation unreadable(String reason) {
    return new RequestValidation.Invalid(
        List.of(new Violation("", reason)), MissingNode.getInstance());
  }

  private RequestValidation check(
      byte[] body, Map<String, String> parameters, List<Violation> violations) {
    JsonNode value =
        rule instanceof Rule.Schema schema
            ? check(schema, body, violations)
            : MissingNode.getInstance();
    return violations.isEmpty()
        ? new RequestValidation.Valid(parameters, value)
        : new RequestValidation.Invalid(violations, value);
  }

  private static void check(
      Parameter parameter,
      List<String> sent,
      Map<String, String> values,
      List<Violation> violations) {
    if (sent.isEmpty()) {
      if (parameter.required()) {
        violations.add(new Violation(parameter.name(), "is missing"));
      }
      return;
    }
    if (sent.size() > 1) {
      violations.add(new Violation(parameter.name(), "is given " + sent.size() + " times"));
      return;
    }
    String text = parameter.canonical(sent.get(0));
    parameter
        .fault(text)
        .ifPresentOrElse(
            fault -> violations.add(new Violation(parameter.name(), fault)),
            () -> values.put(parameter.name(), text));
  }

  private static JsonNode check(Rule.Schema rule, byte[] body, List<Violation> violations) {
    if (body.length == 0) {
      if (rule.required()) {
        violations.add(new Violation("", "the request needs a body of JSON"));
      }
      return MissingNode.getInstance();
    }
    JsonNode value;
    try {
      value = rule.spelling().apply(JSON.readTree(body));
    } catch (MismatchedInputException e) {
      violations.add(new Violation("", "the body goes on after the end of its JSON"));
      return MissingNode.getInstance();
    } catch (JsonProcessingException e) {
      violations.add(new Violation("", unreadable(e)));
      return MissingNode.getInstance();
    } catch (IOException e) {
      violations.add(new Violation("", NO_UTF_8));
      return MissingNode.getInstance();
    }
    if (value.isNull() && !rule.required()) {
      return MissingNode.getInstance();
    }
    for (ValidationMessage message : rule.schema().get().validate(value)) {
      violations.add(new Violation(message.getInstanceLocation().toString(), message.getError()));
    }
    return value;
  }

  private static String unreadable(JsonProcessingException fault) {
    JsonLocation place = fault.getLocation();
    // What is nested too deeply or is too long for the reader has no place.
    return place == null
        ? "the body cannot be read: " + SETTING.matcher(fault.getOriginalMessage()).replaceAll("")
        // What the reader says besides quotes the text, which may be a password without quotes.
        : "the body is not JSON, in line " + place.getLineNr() + ", column " + place.getColumnNr();
  }
}
