package org.bactrian.opcua.json;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.Optional;
import org.bactrian.model.json.DecimalJsonFactory;

/**
 * JSON inside of a text, as people and their tools write it who have one text field for any value:
 * {@code "5"}, {@code "'5'"}, {@code "1, 2, 3"}, {@code "[1, 2, 3]"}.
 */
final class LenientText {

  private static final ObjectReader JSON =
      JsonMapper.builder(
              new DecimalJsonFactory()
                  .setStreamReadConstraints(
                      StreamReadConstraints.builder().maxNestingDepth(Nesting.MOST_LEVELS).build()))
          .enable(JsonReadFeature.ALLOW_SINGLE_QUOTES)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
          .build()
          .readerFor(JsonNode.class);

  private LenientText() {}

  /** The text without white space and one pair of quotes around it. */
  static String unquoted(String text) {
    String bare = text.strip();
    return isQuoted(bare) ? bare.substring(1, bare.length() - 1).strip() : bare;
  }

  /** The JSON that the text is; empty when it is none. */
  static Optional<JsonNode> json(String text) {
    try {
      JsonNode json = JSON.readValue(text);
      return json == null || json.isMissingNode() ? Optional.empty() : Optional.of(json);
    } catch (JsonProcessingException e) {
      return Optional.empty();
    }
  }

  /** The array that the text writes in brackets. */
  static Optional<JsonNode> bracketed(String text) {
    String bare = text.strip();
    return bare.startsWith("[") && bare.endsWith("]")
        ? json(bare).filter(JsonNode::isArray)
        : Optional.empty();
  }

  /** The elements of a text with commas, each of them a JSON value. */
  static Optional<JsonNode> commaSeparated(String text) {
    return text.indexOf(',') < 0
        ? Optional.empty()
        : json("[" + text + "]").filter(list -> list.size() > 1);
  }

  /** The parts of a text with commas, whatever they are. */
  static Optional<JsonNode> parts(String text) {
    if (text.indexOf(',') < 0) {
      return Optional.empty();
    }
    ArrayNode parts = JsonNodeFactory.instance.arrayNode();
    for (String part : text.split(",", -1)) {
      parts.add(unquoted(part));
    }
    return Optional.of(parts);
  }

  private static boolean isQuoted(String text) {
    return text.length() > 1
        && (text.charAt(0) == '"' || text.charAt(0) == '\'')
        && text.charAt(text.length() - 1) == text.charAt(0);
  }
}
