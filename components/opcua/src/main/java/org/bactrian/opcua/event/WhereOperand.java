package org.bactrian.opcua.event;

import com.fasterxml.jackson.databind.JsonNode;
import org.eclipse.milo.opcua.stack.core.types.builtin.ExpandedNodeId;
import org.jspecify.annotations.Nullable;

/**
 * Operand of a where clause (Part 4, 7.7.4). Event filters have no full attribute operands (Part 4,
 * 7.22.3).
 */
public sealed interface WhereOperand {

  /**
   * Result of another element.
   *
   * @param index number of the element, higher than that of the one that refers to it
   */
  record Reference(int index) implements WhereOperand {}

  /**
   * A value.
   *
   * @param value the value as JSON
   * @param dataType its data type; null to take the type that the JSON looks like
   */
  record Literal(JsonNode value, @Nullable ExpandedNodeId dataType) implements WhereOperand {}

  /**
   * A field of the event.
   *
   * @param field the field; its name has no meaning here
   */
  record Field(EventFieldDefinition field) implements WhereOperand {}
}
