package org.bactrian.localazure.hub.query;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.JsonNodeType;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.IntPredicate;

/** Comparison of two values. */
enum ComparisonOperator {
  EQUAL(order -> order == 0, "="),
  NOT_EQUAL(order -> order != 0, "!=", "<>"),
  LESS(order -> order < 0, "<"),
  LESS_OR_EQUAL(order -> order <= 0, "<="),
  GREATER(order -> order > 0, ">"),
  GREATER_OR_EQUAL(order -> order >= 0, ">=");

  private final IntPredicate holds;
  private final String[] symbols;

  ComparisonOperator(IntPredicate holds, String... symbols) {
    this.holds = holds;
    this.symbols = symbols;
  }

  static Optional<ComparisonOperator> of(HubQueryToken token) {
    return Arrays.stream(values())
        .filter(operator -> Arrays.stream(operator.symbols).anyMatch(token::isSymbol))
        .findFirst();
  }

  /**
   * Returns true, false, or the missing node for undefined: one side undefined, sides of different
   * types, and objects or arrays compared in another way than for equality.
   */
  JsonNode compare(JsonNode left, JsonNode right) {
    if (left.isMissingNode() || left.getNodeType() != right.getNodeType()) {
      return MissingNode.getInstance();
    }
    if (left.isContainerNode()) {
      return this == EQUAL ? BooleanNode.valueOf(left.equals(right)) : MissingNode.getInstance();
    }
    return BooleanNode.valueOf(holds.test(order(left, right)));
  }

  private static int order(JsonNode left, JsonNode right) {
    JsonNodeType type = left.getNodeType();
    return switch (type) {
      case NUMBER -> left.decimalValue().compareTo(right.decimalValue());
      case BOOLEAN -> Boolean.compare(left.booleanValue(), right.booleanValue());
      case STRING -> left.textValue().compareTo(right.textValue());
      default -> 0;
    };
  }
}
