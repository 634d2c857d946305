package org.bactrian.localazure.hub.query;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Figures over the twins of a group. */
enum AggregateFunction {
  COUNT,
  SUM,
  AVG,
  MIN,
  MAX;

  static Optional<AggregateFunction> named(String name) {
    return Arrays.stream(values())
        .filter(function -> function.name().equalsIgnoreCase(name))
        .findFirst();
  }

  /**
   * Returns the figure over the defined values; other functions than COUNT look at numbers only and
   * are undefined (the missing node) when there is none.
   */
  JsonNode over(List<JsonNode> values) {
    if (this == COUNT) {
      return IntNode.valueOf((int) values.stream().filter(v -> !v.isMissingNode()).count());
    }
    List<BigDecimal> numbers =
        values.stream().filter(JsonNode::isNumber).map(JsonNode::decimalValue).toList();
    if (numbers.isEmpty()) {
      return MissingNode.getInstance();
    }
    BigDecimal sum = numbers.stream().reduce(BigDecimal.ZERO, BigDecimal::add);
    BigDecimal figure =
        switch (this) {
          case COUNT -> BigDecimal.valueOf(numbers.size());
          case SUM -> sum;
          case AVG -> sum.divide(BigDecimal.valueOf(numbers.size()), MathContext.DECIMAL64);
          case MIN -> numbers.stream().min(Comparator.naturalOrder()).orElseThrow();
          case MAX -> numbers.stream().max(Comparator.naturalOrder()).orElseThrow();
        };
    return DecimalNode.valueOf(figure);
  }
}
