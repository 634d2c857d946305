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
import org.bactrian.edge.query.ParsedEventQuery.QueryExpression;
import org.bactrian.edge.twin.contract.FilterOperatorType;

/**
 * Parses {@code PREFIX p <uri> SELECT fields FROM types WHERE condition}. ISNULL, OFTYPE and INVIEW
 * bind tightest, then comparisons and functions, then {@code &} and {@code |}, then NOT, as in SQL,
 * then AND, then OR.
 */
final class EventQueryParser {

  private static final int DEEPEST = 200;

  /** Most operations of a condition, as event filters have them. */
  private static final int MOST_OPERATIONS = 500;

  /** Each is read from the server. */
  private static final int MOST_TYPES = 20;

  private static final int MOST_FIELDS = 1_000;

  /** Longest number in characters, and largest power of ten; doubles need less. */
  private static final int LONGEST_NUMBER = 400;

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

  private final List<QueryToken> tokens;
  private int place;
  private int depth;
  private int operations;

  private EventQueryParser(List<QueryToken> tokens) {
    this.tokens = tokens;
  }

  static ParsedEventQuery parse(String query) throws QuerySyntaxException {
    return new EventQueryParser(QueryTokenizer.of(query)).query();
  }

  private ParsedEventQuery query() throws QuerySyntaxException {
    Map<String, String> prefixes = new LinkedHashMap<>();
    while (accept("PREFIX")) {
      String name = expect(QueryToken.Kind.NAME, "a short name").text();
      prefixes.put(
          name.replaceAll(":$", ""),
          expect(QueryToken.Kind.URI, "a URI in angle brackets").text().replaceAll("#$", ""));
    }
    expect("SELECT");
    List<ParsedEventQuery.Field> fields = new ArrayList<>();
    if (!accept("*")) {
      do {
        ParsedEventQuery.Name name = name("a field");
        fields.add(new ParsedEventQuery.Field(name, alias(accept("AS"))));
        requireFew(fields.size(), MOST_FIELDS, "fields");
      } while (accept(","));
    }
    List<ParsedEventQuery.Type> types = new ArrayList<>();
    if (accept("FROM")) {
      do {
        ParsedEventQuery.Name name = name("an event type");
        types.add(new ParsedEventQuery.Type(name, alias(false)));
        requireFew(types.size(), MOST_TYPES, "types");
      } while (accept(","));
    }
    Optional<QueryExpression> condition = accept("WHERE") ? Optional.of(or()) : Optional.empty();
    accept(";");
    if (peek().kind() != QueryToken.Kind.END) {
      throw unexpected("the end");
    }
    return new ParsedEventQuery(prefixes, fields, types, condition);
  }

  private String alias(boolean required) throws QuerySyntaxException {
    boolean follows =
        peek().kind() == QueryToken.Kind.NAME && !peek().is("FROM") && !peek().is("WHERE");
    return required || follows ? name("another name").text() : "";
  }

  private QueryExpression or() throws QuerySyntaxException {
    QueryExpression left = and();
    while (peek().is("OR")) {
      left = binary(FilterOperatorType.Or, left, take(), and());
    }
    return left;
  }

  private QueryExpression and() throws QuerySyntaxException {
    QueryExpression left = bits();
    while (peek().is("AND")) {
      left = binary(FilterOperatorType.And, left, take(), bits());
    }
    return left;
  }

  private QueryExpression bits() throws QuerySyntaxException {
    QueryExpression left = comparison();
    while (peek().is("&") || peek().is("|")) {
      QueryToken operator = take();
      left =
          binary(
              operator.is("&") ? FilterOperatorType.BitwiseAnd : FilterOperatorType.BitwiseOr,
              left,
              operator,
              comparison());
    }
    return left;
  }

  private QueryExpression binary(
      FilterOperatorType type, QueryExpression left, QueryToken operator, QueryExpression right)
      throws QuerySyntaxException {
    return operation(type, List.of(left, right), operator);
  }

  private QueryExpression operation(
      FilterOperatorType type, List<QueryExpression> operands, QueryToken operator)
      throws QuerySyntaxException {
    requireFew(++operations, MOST_OPERATIONS, "operations");
    return new QueryExpression.QueryOperation(type, operands, operator.position());
  }

  private void requireFew(int count, int most, String what) throws QuerySyntaxException {
    if (count > most) {
      throw new QuerySyntaxException(
          peek().position(), "the query has more than %d %s.".formatted(most, what));
    }
  }

  private QueryExpression comparison() throws QuerySyntaxException {
    QueryExpression left = unary();
    while (true) {
      String word = peek().text().toUpperCase(Locale.ROOT);
      boolean isWord =
          peek().kind() == QueryToken.Kind.NAME || peek().kind() == QueryToken.Kind.SYMBOL;
      if (isWord && COMPARISONS.containsKey(word)) {
        QueryToken operator = take();
        QueryExpression compared = binary(COMPARISONS.get(word), left, operator, unary());
        boolean negated = word.startsWith("!") || word.equals("<>");
        left = negated ? not(compared, operator) : compared;
      } else if (isWord && FUNCTIONS.containsKey(word)) {
        QueryToken operator = take();
        List<QueryExpression> operands = new ArrayList<>(List.of(left));
        expect("(");
        do {
          operands.add(or());
        } while (accept(","));
        expect(")");
        left = operation(FUNCTIONS.get(word), operands, operator);
      } else {
        return left;
      }
    }
  }

  private QueryExpression not(QueryExpression expression, QueryToken operator)
      throws QuerySyntaxException {
    return operation(FilterOperatorType.Not, List.of(expression), operator);
  }

  private QueryExpression unary() throws QuerySyntaxException {
    if (++depth > DEEPEST) {
      throw new QuerySyntaxException(peek().position(), "the condition is nested too deeply.");
    }
    try {
      FilterOperatorType operator =
          peek().kind() == QueryToken.Kind.NAME || peek().kind() == QueryToken.Kind.SYMBOL
              ? UNARY.get(peek().text().toUpperCase(Locale.ROOT))
              : null;
      if (operator == null) {
        return primary();
      }
      QueryToken word = take();
      QueryExpression operand = operator == FilterOperatorType.Not ? bits() : unary();
      return operation(operator, List.of(operand), word);
    } finally {
      depth--;
    }
  }

  private QueryExpression primary() throws QuerySyntaxException {
    if (accept("(")) {
      QueryExpression inner = or();
      expect(")");
      return inner;
    }
    QueryToken token = peek();
    Optional<JsonNode> value = literal(token);
    if (value.isPresent()) {
      take();
      return new QueryExpression.Literal(
          value.get(), accept("^^") ? name("a data type").text() : "");
    }
    return new QueryExpression.Reference(name("a field or a value"));
  }

  private static Optional<JsonNode> literal(QueryToken token) throws QuerySyntaxException {
    JsonNodeFactory json = JsonNodeFactory.instance;
    return switch (token.kind()) {
      case NUMBER -> Optional.of(number(token));
      case TEXT -> Optional.of(json.textNode(token.text()));
      case NAME ->
          token.is("true") || token.is("false")
              ? Optional.of(json.booleanNode(token.is("true")))
              : Optional.empty();
      default -> Optional.empty();
    };
  }

  private static JsonNode number(QueryToken token) throws QuerySyntaxException {
    JsonNodeFactory json = JsonNodeFactory.instance;
    try {
      if (token.text().length() <= LONGEST_NUMBER) {
        BigDecimal number = new BigDecimal(token.text());
        if (Math.abs((long) number.scale()) <= LONGEST_NUMBER) {
          return token.text().matches("-?\\d+")
              ? json.numberNode(new BigInteger(token.text()))
              : json.numberNode(number);
        }
      }
    } catch (NumberFormatException e) {
      // Its exponent is none of an integer.
    }
    throw new QuerySyntaxException(token.position(), "no data type has a number that large.");
  }

  private ParsedEventQuery.Name name(String what) throws QuerySyntaxException {
    QueryToken token = expect(QueryToken.Kind.NAME, what);
    return new ParsedEventQuery.Name(token.text(), token.position());
  }

  private QueryToken peek() {
    return tokens.get(place);
  }

  private QueryToken take() {
    return tokens.get(place++);
  }

  private boolean accept(String word) {
    boolean is = peek().is(word);
    place += is ? 1 : 0;
    return is;
  }

  private void expect(String word) throws QuerySyntaxException {
    if (!accept(word)) {
      throw unexpected(word);
    }
  }

  private QueryToken expect(QueryToken.Kind kind, String what) throws QuerySyntaxException {
    if (peek().kind() != kind) {
      throw unexpected(what);
    }
    return take();
  }

  private QuerySyntaxException unexpected(String wanted) {
    String found = peek().kind() == QueryToken.Kind.END ? "the end" : "\"" + peek().text() + "\"";
    return new QuerySyntaxException(
        peek().position(), "there is " + found + " where " + wanted + " belongs.");
  }
}
