package org.bactrian.localazure.hub.query;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * A condition over one twin, or a part of one.
 *
 * <p>Logic has three values, as in the database behind IoT Hub: what a twin does not have is
 * undefined, a comparison with undefined or between different types is undefined, NOT undefined is
 * undefined, and only true selects a twin.
 */
sealed interface Expression {

  /** Returns the value for this twin; Jackson's missing node stands for undefined. */
  JsonNode evaluate(JsonNode twin);

  /**
   * Returns whether the value depends on nothing but some members of the twin.
   *
   * @param members names of members at the top, in lower case
   */
  boolean readsOnly(Set<String> members);

  private static JsonNode undefined() {
    return MissingNode.getInstance();
  }

  private static boolean isTrue(JsonNode value) {
    return value.isBoolean() && value.booleanValue();
  }

  /** A value that the query spells out. */
  record Literal(JsonNode value) implements Expression {
    @Override
    public boolean readsOnly(Set<String> members) {
      return true;
    }

    @Override
    public JsonNode evaluate(JsonNode twin) {
      return value;
    }
  }

  /** A member of the twin. */
  record Property(PropertyPath path) implements Expression {
    @Override
    public boolean readsOnly(Set<String> members) {
      return members.contains(path.segments().get(0).toLowerCase(Locale.ROOT));
    }

    @Override
    public JsonNode evaluate(JsonNode twin) {
      return path.in(twin);
    }
  }

  /** Two values set against each other. */
  record Comparison(Expression left, ComparisonOperator operator, Expression right)
      implements Expression {
    @Override
    public boolean readsOnly(Set<String> members) {
      return left.readsOnly(members) && right.readsOnly(members);
    }

    @Override
    public JsonNode evaluate(JsonNode twin) {
      return operator.compare(left.evaluate(twin), right.evaluate(twin));
    }
  }

  /** IN, or NIN when negated. A candidate of another type is simply not equal. */
  record Membership(Expression value, List<Expression> candidates, boolean negated)
      implements Expression {

    public Membership {
      candidates = List.copyOf(candidates);
    }

    @Override
    public boolean readsOnly(Set<String> members) {
      return value.readsOnly(members)
          && candidates.stream().allMatch(candidate -> candidate.readsOnly(members));
    }

    @Override
    public JsonNode evaluate(JsonNode twin) {
      JsonNode actual = value.evaluate(twin);
      if (actual.isMissingNode()) {
        return undefined();
      }
      boolean found =
          candidates.stream()
              .map(candidate -> candidate.evaluate(twin))
              .anyMatch(candidate -> isTrue(ComparisonOperator.EQUAL.compare(actual, candidate)));
      return BooleanNode.valueOf(found != negated);
    }
  }

  /** True when both are, false when one is false, else undefined. */
  record And(Expression left, Expression right) implements Expression {
    @Override
    public boolean readsOnly(Set<String> members) {
      return left.readsOnly(members) && right.readsOnly(members);
    }

    @Override
    public JsonNode evaluate(JsonNode twin) {
      return joined(left.evaluate(twin), right.evaluate(twin), BooleanNode.FALSE);
    }
  }

  /** True when one is, false when both are false, else undefined. */
  record Or(Expression left, Expression right) implements Expression {
    @Override
    public boolean readsOnly(Set<String> members) {
      return left.readsOnly(members) && right.readsOnly(members);
    }

    @Override
    public JsonNode evaluate(JsonNode twin) {
      return joined(left.evaluate(twin), right.evaluate(twin), BooleanNode.TRUE);
    }
  }

  /** The deciding value when one is that, the other truth value when both are, else undefined. */
  private static JsonNode joined(JsonNode first, JsonNode second, BooleanNode deciding) {
    if (first.equals(deciding) || second.equals(deciding)) {
      return deciding;
    }
    return first.isBoolean() && second.isBoolean() ? first : undefined();
  }

  /** The opposite of a truth value; undefined stays undefined. */
  record Not(Expression operand) implements Expression {
    @Override
    public boolean readsOnly(Set<String> members) {
      return operand.readsOnly(members);
    }

    @Override
    public JsonNode evaluate(JsonNode twin) {
      JsonNode value = operand.evaluate(twin);
      return value.isBoolean() ? BooleanNode.valueOf(!value.booleanValue()) : undefined();
    }
  }

  /** A function applied to its arguments, as many as it takes. */
  record Call(QueryFunction function, List<Expression> arguments) implements Expression {

    public Call {
      arguments = List.copyOf(arguments);
    }

    @Override
    public boolean readsOnly(Set<String> members) {
      return arguments.stream().allMatch(argument -> argument.readsOnly(members));
    }

    @Override
    public JsonNode evaluate(JsonNode twin) {
      return function.apply(arguments.stream().map(argument -> argument.evaluate(twin)).toList());
    }
  }
}
