package org.bactrian.localazure.hub.query;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * The condition of a message route, ready to run ("IoT Hub message routing query syntax",
 * https://learn.microsoft.com/azure/iot-hub/iot-hub-devguide-routing-query-syntax). Names are read
 * in any case. Immutable and safe to share between threads.
 */
public final class RouteCondition {

  private final Expression expression;
  private final Set<String> roots;

  private RouteCondition(Expression expression, Set<String> roots) {
    this.expression = expression;
    this.roots = Set.copyOf(roots);
  }

  /**
   * Reads a condition, such as {@code $contentType = 'application/json' AND level > '2'}.
   *
   * @throws QueryException when the text is none of the language
   */
  public static RouteCondition parse(String text) {
    HubQueryTokenCursor tokens =
        new HubQueryTokenCursor(HubQueryTokenizer.tokensWithHyphensOf(text));
    Set<String> roots = new HashSet<>();
    Expression expression = new ConditionParser(tokens, () -> path(tokens, roots)).condition();
    HubQueryToken rest = tokens.peek();
    if (rest.kind() != HubQueryToken.Kind.END) {
      throw new QueryException(
          rest.position(),
          rest.described() + " after the end of the condition",
          "Join conditions with AND or OR.");
    }
    return new RouteCondition(expression, roots);
  }

  /**
   * Tells whether the condition is true of a message; undefined is false.
   *
   * @param message its properties by name, those of the system with a dollar sign, and {@code
   *     $body} and {@code $twin} when they are read; all as {@link #folded} makes it
   */
  public boolean matches(JsonNode message) {
    JsonNode value = expression.evaluate(message);
    return value.isBoolean() && value.booleanValue();
  }

  /** Tells whether a part of the message has to be there, such as {@code $body}. */
  public boolean reads(String root) {
    return roots.contains(root);
  }

  /** Returns the JSON with names in lower case. */
  public static JsonNode folded(JsonNode node) {
    if (node instanceof ObjectNode object) {
      ObjectNode folded = JsonNodeFactory.instance.objectNode();
      for (Map.Entry<String, JsonNode> member : object.properties()) {
        folded.set(fold(member.getKey()), folded(member.getValue()));
      }
      return folded;
    }
    if (node instanceof ArrayNode array) {
      ArrayNode folded = JsonNodeFactory.instance.arrayNode();
      array.forEach(element -> folded.add(folded(element)));
      return folded;
    }
    return node;
  }

  private static PropertyPath path(HubQueryTokenCursor tokens, Set<String> roots) {
    String mend = "Name a property, such as level, $contentType, $body.level or $twin.tags.site.";
    List<String> segments = new ArrayList<>();
    segments.add(fold(tokens.name(mend)));
    roots.add(segments.get(0));
    while (tokens.peek().isSymbol(".") || tokens.peek().isSymbol("[")) {
      if (tokens.acceptSymbol(".")) {
        segments.add(fold(tokens.name(mend)));
      } else {
        tokens.expectSymbol("[", mend);
        segments.add(tokens.next().text());
        tokens.expectSymbol("]", "Close the bracket of the index: $body.history[0].");
      }
    }
    return new PropertyPath(segments);
  }

  private static String fold(String name) {
    return name.toLowerCase(Locale.ROOT);
  }
}
