package org.bactrian.localazure.hub.query;

import java.util.List;

/** Part of a query between SELECT and FROM. */
sealed interface SelectClause {

  /** The whole twin: {@code *}. */
  record Everything() implements SelectClause {}

  /** Some members, one object a twin. */
  record SelectedMembers(List<Member> members) implements SelectClause {
    public SelectedMembers {
      members = List.copyOf(members);
    }
  }

  /** Aggregates over a group of twins, one object a group. */
  record Aggregates(List<Column> columns) implements SelectClause {
    public Aggregates {
      columns = List.copyOf(columns);
    }
  }

  /** A named part of a result. */
  sealed interface Column {
    /** Returns the name of the member in the result. */
    String name();
  }

  /** A member of the twin. */
  record Member(PropertyPath path, String name) implements Column {}

  /**
   * A figure over the twins of a group.
   *
   * @param argument the member to add up; {@code COUNT()} counts twins and has none: an empty list
   */
  record Aggregate(AggregateFunction function, List<PropertyPath> argument, String name)
      implements Column {
    public Aggregate {
      argument = List.copyOf(argument);
    }
  }
}
