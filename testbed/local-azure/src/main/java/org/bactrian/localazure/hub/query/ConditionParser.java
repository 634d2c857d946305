package org.bactrian.localazure.hub.query;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Reads what stands after WHERE: OR binds loosest, then AND, then NOT, then comparisons. */
final class ConditionParser {

  /** Deeper nesting than any person writes; it would only exhaust the stack. */
  private static final int MAX_DEPTH = 200;

  private final HubQueryTokenCursor tokens;
  private final Supplier<PropertyPath> path;
  private int depth;

  ConditionParser(HubQueryTokenCursor tokens, Supplier<PropertyPath> path) {
    this.tokens = tokens;
    this.path = path;
  }

  Expression condition() {
    if (++depth > MAX_DEPTH) {
      throw new QueryException(
          tokens.peek().position(),
          "conditions are nested more than " + MAX_DEPTH + " deep",
          "Split the query, or use IN for a list of values.");
    }
    Expression left = conjunction();
    while (tokens.acceptKeyword("OR")) {
      left = new Expression.Or(left, conjunction());
    }
    depth--;
    return left;
  }

  private Expression conjunction() {
    Expression left = negation();
    while (tokens.acceptKeyword("AND")) {
      left = new Expression.And(left, negation());
    }
    return left;
  }

  private Expression negation() {
    boolean negated = false;
    while (tokens.acceptKeyword("NOT")) {
      negated = !negated;
    }
    // NOT NOT x is x also where x is undefined, so counting is enough.
    Expression operand = comparison();
    return negated ? new Expression.Not(operand) : operand;
  }

  private Expression comparison() {
    Expression left = operand();
    Optional<ComparisonOperator> operator = ComparisonOperator.of(tokens.peek());
    if (operator.isPresent()) {
      tokens.next();
      return new Expression.Comparison(left, operator.get(), operand());
    }
    if (tokens.acceptKeyword("IN")) {
      return new Expression.Membership(left, candidates(), false);
    }
    if (tokens.acceptKeyword("NIN")) {
      return new Expression.Membership(left, candidates(), true);
    }
    return left;
  }

  private List<Expression> candidates() {
    boolean brackets = tokens.acceptSymbol("[");
    if (!brackets) {
      tokens.expectSymbol("(", "Write the list in brackets: IN ['a', 'b'].");
    }
    List<Expression> candidates = new ArrayList<>();
    do {
      candidates.add(operand());
    } while (tokens.acceptSymbol(","));
    tokens.expectSymbol(brackets ? "]" : ")", "Separate values by commas and close the list.");
    return candidates;
  }

  private Expression operand() {
    HubQueryToken token = tokens.peek();
    if (tokens.acceptSymbol("(")) {
      Expression inner = condition();
      tokens.expectSymbol(")", "Close the parenthesis, or join conditions with AND or OR.");
      return inner;
    }
    if (tokens.isFollowedBy("(") && token.kind() == HubQueryToken.Kind.WORD) {
      return call();
    }
    return literal(token)
        .<Expression>map(
            value -> {
              tokens.next();
              return new Expression.Literal(value);
            })
        .orElseGet(() -> new Expression.Property(path.get()));
  }

  private static Optional<JsonNode> literal(HubQueryToken token) {
    return switch (token.kind()) {
      case STRING -> Optional.of(TextNode.valueOf(token.text()));
      case NUMBER -> Optional.of(number(token));
      case WORD -> {
        if (token.isKeyword("true")) {
          yield Optional.of(BooleanNode.TRUE);
        } else if (token.isKeyword("false")) {
          yield Optional.of(BooleanNode.FALSE);
        } else if (token.isKeyword("null")) {
          yield Optional.of(NullNode.getInstance());
        } else if (token.isKeyword("undefined")) {
          yield Optional.of(MissingNode.getInstance());
        }
        yield Optional.empty();
      }
      default -> Optional.empty();
    };
  }

  private static JsonNode number(HubQueryToken token) {
    try {
      return DecimalNode.valueOf(new BigDecimal(token.text()));
    } catch (NumberFormatException e) {
      throw new QueryException(
          token.position(),
          "\"" + token.text() + "\" is not a number",
          "Put text in quotes: '" + token.text() + "'.");
    }
  }

  private Expression call() {
    HubQueryToken name = tokens.next();
    QueryFunction function =
        QueryFunction.named(name.text())
            .orElseThrow(
                () ->
                    new QueryException(
                        name.position(),
                        "there is no function " + name.text(),
                        "Conditions know IS_DEFINED, IS_NULL, IS_STRING, IS_NUMBER, IS_BOOL,"
                            + " STARTSWITH, ENDSWITH and CONTAINS."));
    tokens.expectSymbol("(", "Write " + name.text() + "(…).");
    List<Expression> arguments = new ArrayList<>();
    if (!tokens.peek().isSymbol(")")) {
      do {
        arguments.add(operand());
      } while (tokens.acceptSymbol(","));
    }
    tokens.expectSymbol(")", "Close the parenthesis of " + name.text() + ".");
    if (arguments.size() != function.arity()) {
      throw new QueryException(
          name.position(),
          name.text() + " has " + arguments.size() + " arguments",
          "It takes " + function.arity() + ".");
    }
    return new Expression.Call(function, arguments);
  }
}
