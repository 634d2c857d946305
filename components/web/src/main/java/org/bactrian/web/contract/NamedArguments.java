package org.bactrian.web.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.bactrian.web.contract.Operation.Body;
import org.jspecify.annotations.Nullable;

/**
 * Arguments of a method whose operation has parameters.
 *
 * @param byName arguments by their names in lower case
 * @param bodyName name of the one that is the operation's body in lower case, empty for none
 */
record NamedArguments(Map<String, JsonNode> byName, String bodyName) {

  private static final byte[] NOTHING = new byte[0];

  /**
   * Reads the arguments of a payload.
   *
   * @param payload the payload; null for none
   */
  static NamedArguments of(Operation operation, @Nullable JsonNode payload) {
    String body =
        operation.body() instanceof Body.Json json ? json.argument().toLowerCase(Locale.ROOT) : "";
    Map<String, JsonNode> byName = new TreeMap<>();
    if (payload instanceof ObjectNode object) {
      object
          .properties()
          .forEach(
              member -> byName.put(member.getKey().toLowerCase(Locale.ROOT), member.getValue()));
    } else if (payload != null && body.isEmpty() && operation.parameters().size() == 1) {
      byName.put(operation.parameters().get(0).name().toLowerCase(Locale.ROOT), payload);
    } else if (payload != null && payload.isArray() && onlyBodyIsNeeded(operation)) {
      byName.put(body, payload);
    }
    return new NamedArguments(byName, body);
  }

  private static boolean onlyBodyIsNeeded(Operation operation) {
    return operation.body() instanceof Body.Json
        && operation.parameters().stream().noneMatch(Parameter::required);
  }

  /** The text of a parameter; none where it was left out or is null. */
  List<String> values(String name) {
    JsonNode value = byName.getOrDefault(name.toLowerCase(Locale.ROOT), MissingNode.getInstance());
    return value.isMissingNode() || value.isNull()
        ? List.of()
        : List.of(value.isContainerNode() ? value.toString() : value.asText());
  }

  /** The body as JSON text in UTF-8, empty where it was left out or is null. */
  byte[] body() {
    JsonNode value = byName.getOrDefault(bodyName, MissingNode.getInstance());
    return value.isMissingNode() || value.isNull()
        ? NOTHING
        : value.toString().getBytes(StandardCharsets.UTF_8);
  }
}
