package org.bactrian.edge.query;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.bactrian.edge.query.Query.Expression;
import org.bactrian.edge.twin.contract.FilterOperatorType;

/**
 * Reads {@code PREFIX p <uri> SELECT fields FROM types WHERE condition}. ISNULL, OFTYPE and INVIEW
 * bind tightest, then comparisons and functions, then {@code &} and {@code |}, then NOT, as in SQL,
 * then AND, then OR.
 */
final class QueryParser {

  private static final int DEEPEST = 200;

  private static final Map<String, FilterOperatorType> COMPARISONS =
      Map.ofEntries(
          Map.entry("=", FilterOperatorType.Equals),
          Map.entry("==", FilterOperatorType.Equals),
          Map.entry("!=", FilterOperatorType.Equals),
          Map.entry("<>", FilterOperatorType.Equals),
          Map.entry(">", FilterOperatorType.GreaterThan),
          Map.entry("!>", FilterOperatorType.GreaterThan),
          Map.entry("<", FilterOperatorType.LessThan),
          Map.entry("!<", FilterOperatorType.LessThan),
          Map.entry(">=", FilterOperatorType.GreaterThanOrEqual),
          Map.entry("<=", FilterOperatorType.LessThanOrEqual),
          Map.entry("LIKE", FilterOperatorType.Like));
  private static final Map<String, FilterOperatorType> FUNCTIONS =
      Map.of(
          "IN", FilterOperatorType.InList,
          "BETWEEN", FilterOperatorType.Between,
          "RELATEDTO", FilterOperatorType.RelatedTo,
          "CAST", FilterOperatorType.Cast);
  private static final Map<String, FilterOperatorType> UNARY =
      Map.of(
          "NOT", FilterOperatorType.Not,
          "!", FilterOperatorType.Not,
          "ISNULL", FilterOperatorType.IsNull,
          "INVIEW", FilterOperatorType.InView,
          "OFTYPE", FilterOperatorType.OfType);

  private final List<Token> tokens;
  private int place;
  private int depth;

  private QueryParser(List<Token> tokens) {
    this.tokens = tokens;
  }

  static Query parse(String query) throws QueryFaultException {
    return new QueryParser(Tokens.of(query)).query();
  }

  private Query query() throws QueryFaultException {
    Map<String, String> prefixes = new LinkedHashMap<>();
    while (accept("PREFIX")) {
      String name = expect(Token.Kind.NAME, "a short name").text();
      prefixes.put(
          name.replaceAll(":$", ""),
          expect(Token.Kind.URI, "a URI in angle brackets").text().replaceAll("#$", ""));
    }
    expect("SELECT");
    List<Query.Field> fields = new ArrayList<>();
    if (!accept("*")) {
      do {
        Query.Name name = name("a field");
        fields.add(new Query.Field(name, alias(accept("AS"))));
      } while (accept(","));
    }
    List<Query.Type> types = new ArrayList<>();
    if (accept("FROM")) {
      do {
        Query.Name name = name("an event type");
        types.add(new Query.Type(name, alias(false)));
      } while (accept(","));
    }
    Optional<Expression> condition = accept("WHERE") ? Optional.of(or()) : Optional.empty();
    accept(";");
    if (peek().kind() != Token.Kind.END) {
      throw unexpected("the end");
    }
    return new Query(prefixes, fields, types, condition);
  }

  private String alias(boolean required) throws QueryFaultException {
    boolean follows = peek().kind() == Token.Kind.NAME && !peek().is("FROM") && !peek().is("WHERE");
    return required || follows ? name("another name").text() : "";
  }

  private Expression or() throws QueryFaultException {
    Expression left = and();
    while (peek().is("OR")) {
      left = binary(FilterOperatorType.Or, left, take(), and());
    }
    return left;
  }

  private Expression and() throws QueryFaultException {
    Expression left = bits();
    while (peek().is("AND")) {
      left = binary(FilterOperatorType.And, left, take(), bits());
    }
    return left;
  }

  private Expression bits() throws QueryFaultException {
    Expression left = comparison();
    while (peek().is("&") || peek().is("|")) {
      Token operator = take();
      left =
          binary(
              operator.is("&") ? FilterOperatorType.BitwiseAnd : FilterOperatorType.BitwiseOr,
              left,
              operator,
              comparison());
    }
    return left;
  }

  private static Expression binary(
      FilterOperatorType type, Expression left, Token operator, Expression right) {
    return new Expression.Operation(type, List.of(left, right), operator.position());
  }

  private Expression comparison() throws QueryFaultException {
    Expression left = unary();
    while (true) {
      String word = peek().text().toUpperCase(Locale.ROOT);
      boolean isWord = peek().kind() == Token.Kind.NAME || peek().kind() == Token.Kind.SYMBOL;
      if (isWord && COMPARISONS.containsKey(word)) {
        Token operator = take();
        Expression compared = binary(COMPARISONS.get(word), left, operator, unary());
        boolean negated = word.startsWith("!") || word.equals("<>");
        left = negated ? not(compared, operator) : compared;
      } else if (isWord && FUNCTIONS.containsKey(word)) {
        Token operator = take();
        List<Expression> operands = new ArrayList<>(List.of(left));
        expect("(");
        do {
          operands.add(or());
        } while (accept(","));
        expect(")");
        left = new Expression.Operation(FUNCTIONS.get(word), operands, operator.position());
      } else {
        return left;
      }
    }
  }

  private static Expression not(Expression expression, Token operator) {
    return new Expression.Operation(
        FilterOperatorType.Not, List.of(expression), operator.position());
  }

  private Expression unary() throws QueryFaultException {
    if (++depth > DEEPEST) {
      throw new QueryFaultException(peek().position(), "the condition is nested too deeply.");
    }
    try {
      FilterOperatorType operator =
          peek().kind() == Token.Kind.NAME || peek().kind() == Token.Kind.SYMBOL
              ? UNARY.get(peek().text().toUpperCase(Locale.ROOT))
              : null;
      if (operator == null) {
        return primary();
      }
      Token word = take();
      Expression operand = operator == FilterOperatorType.Not ? bits() : unary();
      return new Expression.Operation(operator, List.of(operand), word.position());
    } finally {
      depth--;
    }
  }

  private Expression primary() throws QueryFaultException {
    if (accept("(")) {
      Expression inner = or();
      expect(")");
      return inner;
    }
    Token token = peek();
    Optional<JsonNode> value = literal(token);
    if (value.isPresent()) {
      take();
      return new Expression.Literal(value.get(), accept("^^") ? name("a data type").text() : "");
    }
    return new Expression.Reference(name("a field or a value"));
  }

  private static Optional<JsonNode> literal(Token token) {
    JsonNodeFactory json = JsonNodeFactory.instance;
    return switch (token.kind()) {
      case NUMBER ->
          Optional.of(
              token.text().matches("-?\\d+")
                  ? json.numberNode(new BigInteger(token.text()))
                  : json.numberNode(new BigDecimal(token.text())));
      case TEXT -> Optional.of(json.textNode(token.text()));
      case NAME ->
          token.is("true") || token.is("false")
              ? Optional.of(json.booleanNode(token.is("true")))
              : Optional.empty();
      default -> Optional.empty();
    };
  }

  private Query.Name name(String what) throws QueryFaultException {
    Token token = expect(Token.Kind.NAME, what);
    return new Query.Name(token.text(), token.position());
  }

  private Token peek() {
    return tokens.get(place);
  }

  private Token take() {
    return tokens.get(place++);
  }

  private boolean accept(String word) {
    boolean is = peek().is(word);
    place += is ? 1 : 0;
    return is;
  }

  private void expect(String word) throws QueryFaultException {
    if (!accept(word)) {
      throw unexpected(word);
    }
  }

  private Token expect(Token.Kind kind, String what) throws QueryFaultException {
    if (peek().kind() != kind) {
      throw unexpected(what);
    }
    return take();
  }

  private QueryFaultException unexpected(String wanted) {
    String found = peek().kind() == Token.Kind.END ? "the end" : "\"" + peek().text() + "\"";
    return new QueryFaultException(
        peek().position(), "there is " + found + " where " + wanted + " belongs.");
  }
}
