package org.bactrian.localazure.hub.query;

import com.fasterxml.jackson.databind.node.BooleanNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Reads SELECT, FROM, WHERE and GROUP BY by recursive descent. Used once. */
final class TwinQueryParser {

  private static final Set<String> RESERVED =
      Set.of("SELECT", "FROM", "WHERE", "GROUP", "BY", "AS", "AND", "OR", "NOT", "IN", "NIN");

  private final HubQueryTokenCursor tokens;
  private int unnamed;

  TwinQueryParser(String text) {
    this.tokens = new HubQueryTokenCursor(HubQueryTokenizer.tokensOf(text));
  }

  TwinQuery query() {
    tokens.expectKeyword("SELECT", "A query starts with SELECT: SELECT * FROM devices.");
    int limit = tokens.acceptKeyword("TOP") ? count() : Integer.MAX_VALUE;
    HubQueryToken columns = tokens.peek();
    SelectClause selection = selection();
    tokens.expectKeyword("FROM", "Name the collection: FROM devices or FROM devices.modules.");
    QuerySource source = source();
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
    HubQueryToken number = tokens.next();
    try {
      return Integer.parseUnsignedInt(number.text());
    } catch (NumberFormatException e) {
      throw new QueryException(
          number.position(), number.described() + " after TOP", "Write a whole number: TOP 10.");
    }
  }

  private SelectClause selection() {
    if (tokens.acceptSymbol("*")) {
      return new SelectClause.Everything();
    }
    List<SelectClause.Column> columns = new ArrayList<>();
    do {
      columns.add(column());
    } while (tokens.acceptSymbol(","));
    if (columns.stream().anyMatch(SelectClause.Aggregate.class::isInstance)) {
      return new SelectClause.Aggregates(columns);
    }
    return new SelectClause.SelectedMembers(
        columns.stream().map(SelectClause.Member.class::cast).toList());
  }

  private SelectClause.Column column() {
    HubQueryToken first = tokens.peek();
    boolean aggregate =
        tokens.isFollowedBy("(") && AggregateFunction.named(first.text()).isPresent();
    if (!aggregate) {
      PropertyPath path = path();
      return new SelectClause.Member(path, alias(path.name()));
    }
    AggregateFunction function = AggregateFunction.named(tokens.next().text()).orElseThrow();
    tokens.expectSymbol("(", "Write " + function + "(…).");
    List<PropertyPath> argument = aggregateArgument(function);
    tokens.expectSymbol(")", "Close the parenthesis of " + function + ".");
    return new SelectClause.Aggregate(function, argument, alias("$" + ++unnamed));
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
    HubQueryToken first = tokens.peek();
    if (first.kind() == HubQueryToken.Kind.WORD
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

  private QuerySource source() {
    HubQueryToken first = tokens.peek();
    String name = String.join(".", path().segments()).toLowerCase(Locale.ROOT);
    return switch (name) {
      case "devices" -> QuerySource.DEVICES;
      case "devices.modules" -> QuerySource.MODULES;
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
    HubQueryToken rest = tokens.peek();
    if (rest.isKeyword("ORDER")) {
      throw new QueryException(
          rest.position(), "the language has no ORDER BY", "Sort the results after reading them.");
    }
    if (rest.kind() != HubQueryToken.Kind.END) {
      throw new QueryException(
          rest.position(),
          rest.described() + " after the end of the query",
          "Join conditions with AND or OR; what may follow is WHERE, then GROUP BY.");
    }
  }

  private static void checkGrouping(
      HubQueryToken columns, SelectClause selection, List<PropertyPath> groupBy) {
    if (selection instanceof SelectClause.Aggregates aggregates) {
      for (SelectClause.Column column : aggregates.columns()) {
        if (column instanceof SelectClause.Member member && !groupBy.contains(member.path())) {
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
