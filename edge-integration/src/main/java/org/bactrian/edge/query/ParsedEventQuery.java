package org.bactrian.edge.query;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bactrian.edge.twin.contract.FilterOperatorType;

/**
 * Syntax tree of an event query.
 *
 * @param prefixes namespace URIs by their short names
 * @param fields what is selected; empty for everything
 * @param types event types by their names or ids; empty for BaseEventType
 * @param condition which events
 */
record ParsedEventQuery(
    Map<String, String> prefixes,
    List<Field> fields,
    List<Type> types,
    Optional<QueryExpression> condition) {

  /** A field, and another name for it in conditions; empty for none. */
  record Field(Name name, String alias) {}

  /** A type, and another name for it in fields; empty for none. */
  record Type(Name name, String alias) {}

  /** A name, a path or a node id, and where it stands. */
  record Name(String text, int position) {}

  /** Something that has a value. */
  sealed interface QueryExpression {

    /** An operator and what it is applied to. */
    record QueryOperation(FilterOperatorType operator, List<QueryExpression> operands, int position)
        implements QueryExpression {}

    /** A value, and its data type; empty where it is not said. */
    record Literal(JsonNode value, String dataType) implements QueryExpression {}

    /** A field of the event, or a type. */
    record Reference(Name name) implements QueryExpression {}
  }
}
