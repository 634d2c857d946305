package org.bactrian.localazure.hub.query;

import com.fasterxml.jackson.databind.node.BooleanNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Reads SELECT, FROM, WHERE and GROUP BY by recursive descent. Used once. */
final class QueryParser {

  private static final Set<String> RESERVED =
      Set.of("SELECT", "FROM", "WHERE", "GROUP", "BY", "AS", "AND", "OR", "NOT", "IN", "NIN");

  private final TokenCursor tokens;
  private int unnamed;

  QueryParser(String text) {
    this.tokens = new TokenCursor(Tokenizer.tokensOf(text));
  }

  TwinQuery query() {
    tokens.expectKeyword("SELECT", "A query starts with SELECT: SELECT * FROM devices.");
    int limit = tokens.acceptKeyword("TOP") ? count() : Integer.MAX_VALUE;
    Token columns = tokens.peek();
    Selection selection = selection();
    tokens.expectKeyword("FROM", "Name the collection: FROM devices or FROM devices.modules.");
    Source source = source();
    Expression condition =
        tokens.acceptKeyword("WHERE")
            ? new ConditionParser(tokens, this::path).condition()
            : new Expression.Literal(BooleanNode.TRUE);
    List<PropertyPath> groupBy = groupBy();
    end();
    checkGrouping(columns, selection, groupBy);
    return new TwinQuery(selection, limit, source, condition, groupBy);
  }

  private int count() {
    Token number = tokens.next();
    try {
      return Integer.parseUnsignedInt(number.text());
    } catch (NumberFormatException e) {
      throw new QueryException(
          number.position(), number.described() + " after TOP", "Write a whole number: TOP 10.");
    }
  }

  private Selection selection() {
    if (tokens.acceptSymbol("*")) {
      return new Selection.Everything();
    }
    List<Selection.Column> columns = new ArrayList<>();
    do {
      columns.add(column());
    } while (tokens.acceptSymbol(","));
    if (columns.stream().anyMatch(Selection.Aggregate.class::isInstance)) {
      return new Selection.Aggregates(columns);
    }
    return new Selection.Members(columns.stream().map(Selection.Member.class::cast).toList());
  }

  private Selection.Column column() {
    Token first = tokens.peek();
    boolean aggregate =
        tokens.isFollowedBy("(") && AggregateFunction.named(first.text()).isPresent();
    if (!aggregate) {
      PropertyPath path = path();
      return new Selection.Member(path, alias(path.name()));
    }
    AggregateFunction function = AggregateFunction.named(tokens.next().text()).orElseThrow();
    tokens.expectSymbol("(", "Write " + function + "(…).");
    List<PropertyPath> argument = aggregateArgument(function);
    tokens.expectSymbol(")", "Close the parenthesis of " + function + ".");
    return new Selection.Aggregate(function, argument, alias("$" + ++unnamed));
  }

  private List<PropertyPath> aggregateArgument(AggregateFunction function) {
    boolean countsTwins =
        function == AggregateFunction.COUNT
            && (tokens.peek().isSymbol(")") || tokens.acceptSymbol("*"));
    return countsTwins ? List.of() : List.of(path());
  }

  private String alias(String otherwise) {
    return tokens.acceptKeyword("AS") ? tokens.name("Write a name after AS.") : otherwise;
  }

  private PropertyPath path() {
    Token first = tokens.peek();
    if (first.kind() == Token.Kind.WORD
        && RESERVED.contains(first.text().toUpperCase(Locale.ROOT))) {
      throw new QueryException(
          first.position(),
          first.described() + " where a property belongs",
          "Name a property, such as tags.site; a property of that name goes in double brackets.");
    }
    List<String> segments = new ArrayList<>();
    do {
      segments.add(tokens.name("Name a property, such as deviceId or tags.site."));
    } while (tokens.acceptSymbol("."));
    return new PropertyPath(segments);
  }

  private Source source() {
    Token first = tokens.peek();
    String name = String.join(".", path().segments()).toLowerCase(Locale.ROOT);
    return switch (name) {
      case "devices" -> Source.DEVICES;
      case "devices.modules" -> Source.MODULES;
      default ->
          throw new QueryException(
              first.position(),
              "there is no collection \"" + name + "\"",
              "Query devices or devices.modules.");
    };
  }

  private List<PropertyPath> groupBy() {
    List<PropertyPath> paths = new ArrayList<>();
    if (tokens.acceptKeyword("GROUP")) {
      tokens.expectKeyword("BY", "Write GROUP BY and the properties.");
      do {
        paths.add(path());
      } while (tokens.acceptSymbol(","));
    }
    return paths;
  }

  private void end() {
    Token rest = tokens.peek();
    if (rest.isKeyword("ORDER")) {
      throw new QueryException(
          rest.position(), "the language has no ORDER BY", "Sort the results after reading them.");
    }
    if (rest.kind() != Token.Kind.END) {
      throw new QueryException(
          rest.position(),
          rest.described() + " after the end of the query",
          "Join conditions with AND or OR; what may follow is WHERE, then GROUP BY.");
    }
  }

  private static void checkGrouping(
      Token columns, Selection selection, List<PropertyPath> groupBy) {
    if (selection instanceof Selection.Aggregates aggregates) {
      for (Selection.Column column : aggregates.columns()) {
        if (column instanceof Selection.Member member && !groupBy.contains(member.path())) {
          throw new QueryException(
              columns.position(),
              "\"" + member.name() + "\" stands beside an aggregate",
              "Add it to GROUP BY: a group has one value of it only then.");
        }
      }
    } else if (!groupBy.isEmpty()) {
      throw new QueryException(
          columns.position(),
          "GROUP BY without an aggregate",
          "Select a figure over each group, for instance COUNT() AS n.");
    }
  }
}
