package org.bactrian.model.telemetry;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bactrian.model.json.DecimalJsonFactory;

/** JSON of telemetry: numbers keep all the digits that they came with. */
final class TelemetryJson {

  static final JsonMapper MAPPER =
      JsonMapper.builder(new DecimalJsonFactory())
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
          .build();

  private TelemetryJson() {}

  /** Lists, maps, texts and numbers as Java has them: Integer, Long, BigInteger or Double. */
  static Object plain(JsonNode node) {
    if (node.isArray()) {
      List<Object> elements = new ArrayList<>();
      node.forEach(element -> elements.add(plain(element)));
      return elements;
    } else if (node.isObject()) {
      Map<String, Object> members = new LinkedHashMap<>();
      node.properties().forEach(member -> members.put(member.getKey(), plain(member.getValue())));
      return members;
    } else if (node.isBigDecimal()) {
      return node.doubleValue();
    } else if (node.isNumber()) {
      return node.numberValue();
    }
    return node.isBoolean() ? (Object) node.booleanValue() : node.asText("");
  }

  /** A copy of an object with one member set. */
  static ObjectNode with(JsonNode object, String member, JsonNode value) {
    ObjectNode copy = MAPPER.createObjectNode();
    copy.setAll((ObjectNode) object);
    copy.set(member, value);
    return copy;
  }

  static Optional<Instant> instant(JsonNode text) {
    if (!text.isTextual()) {
      return Optional.empty();
    }
    try {
      return Optional.of(Instant.parse(text.textValue()));
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }
}
