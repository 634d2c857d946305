package org.bactrian.localazure.hub.query;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A query of IoT Hub's query language over device or module twins, ready to run.
 *
 * <p>Follows <a
 * href="https://learn.microsoft.com/azure/iot-hub/iot-hub-devguide-query-language">the query
 * language reference</a>; undefined values follow <a
 * href="https://learn.microsoft.com/azure/cosmos-db/nosql/query/equality-comparison-operators">the
 * comparison rules of Azure Cosmos DB</a>. Instances are immutable and safe to share between
 * threads.
 */
public final class TwinQuery {

  private final SelectClause selection;
  private final int limit;
  private final QuerySource source;
  private final Expression condition;
  private final List<Expression> onTags;
  private final List<PropertyPath> groupBy;

  TwinQuery(
      SelectClause selection,
      int limit,
      QuerySource source,
      Expression condition,
      List<PropertyPath> groupBy) {
    this.selection = selection;
    this.limit = limit;
    this.source = source;
    this.condition = condition;
    this.onTags =
        conjuncts(condition).filter(part -> part.readsOnly(Set.of("deviceid", "tags"))).toList();
    this.groupBy = List.copyOf(groupBy);
  }

  /** Parts of a condition that have to be true for it to be true. */
  private static Stream<Expression> conjuncts(Expression condition) {
    return condition instanceof Expression.And both
        ? Stream.concat(conjuncts(both.left()), conjuncts(both.right()))
        : Stream.of(condition);
  }

  /**
   * Reads a query.
   *
   * @throws QueryException when the text is not a query of the language
   */
  public static TwinQuery parse(String text) {
    return new TwinQueryParser(text).query();
  }

  /** Returns the collection to run this over. */
  public QuerySource source() {
    return source;
  }

  /** Tells whether the condition is true of this twin; false when it is undefined. */
  public boolean matches(JsonNode twin) {
    JsonNode value = condition.evaluate(twin);
    return value.isBoolean() && value.booleanValue();
  }

  /**
   * Tells whether the condition may be true of a twin. It takes a fraction of {@link #matches} over
   * the whole twin, of which most are not selected.
   *
   * @param tagged the twin's deviceId and tags
   */
  public boolean mayMatch(JsonNode tagged) {
    return onTags.stream()
        .map(part -> part.evaluate(tagged))
        .allMatch(value -> value.isBoolean() && value.booleanValue());
  }

  /** Tells whether results are figures over groups of twins, so that no single twin is a result. */
  public boolean isAggregate() {
    return selection instanceof SelectClause.Aggregates;
  }

  /** Returns the largest number of results, {@link Integer#MAX_VALUE} when the query names none. */
  public int limit() {
    return limit;
  }

  /**
   * Returns what the query selects of a twin that {@link #matches}: the twin itself, or an object
   * with the members that the twin has.
   *
   * @throws IllegalStateException when the query {@link #isAggregate}; use {@link #run}
   */
  public JsonNode project(JsonNode twin) {
    if (selection instanceof SelectClause.Everything) {
      return twin;
    }
    if (selection instanceof SelectClause.SelectedMembers chosen) {
      ObjectNode result = JsonNodeFactory.instance.objectNode();
      chosen.members().forEach(member -> put(result, member.name(), member.path().in(twin)));
      return result;
    }
    throw new IllegalStateException("An aggregate is over many twins. Use run(twins).");
  }

  /** Returns the results over these twins, in their order; groups in the order of their first. */
  public List<JsonNode> run(Iterable<? extends JsonNode> twins) {
    List<JsonNode> selected = new ArrayList<>();
    for (JsonNode twin : twins) {
      if (matches(twin)) {
        selected.add(twin);
      }
    }
    List<JsonNode> results =
        selection instanceof SelectClause.Aggregates aggregates
            ? groups(selected).stream().map(group -> figures(aggregates, group)).toList()
            : selected.stream().map(this::project).toList();
    return results.subList(0, Math.min(limit, results.size()));
  }

  private List<List<JsonNode>> groups(List<JsonNode> twins) {
    if (groupBy.isEmpty()) {
      return List.of(twins);
    }
    Map<List<JsonNode>, List<JsonNode>> groups = new LinkedHashMap<>();
    for (JsonNode twin : twins) {
      List<JsonNode> key = groupBy.stream().map(path -> path.in(twin)).toList();
      groups.computeIfAbsent(key, ignored -> new ArrayList<>()).add(twin);
    }
    return List.copyOf(groups.values());
  }

  private static JsonNode figures(SelectClause.Aggregates aggregates, List<JsonNode> group) {
    ObjectNode result = JsonNodeFactory.instance.objectNode();
    for (SelectClause.Column column : aggregates.columns()) {
      put(result, column.name(), figure(column, group));
    }
    return result;
  }

  private static JsonNode figure(SelectClause.Column column, List<JsonNode> group) {
    if (column instanceof SelectClause.Member member) {
      return member.path().in(group.get(0));
    }
    SelectClause.Aggregate aggregate = (SelectClause.Aggregate) column;
    List<JsonNode> values =
        aggregate.argument().isEmpty()
            ? group
            : group.stream().map(aggregate.argument().get(0)::in).toList();
    return aggregate.function().over(values);
  }

  private static void put(ObjectNode result, String name, JsonNode value) {
    if (!value.isMissingNode()) {
      result.set(name, value);
    }
  }
}
