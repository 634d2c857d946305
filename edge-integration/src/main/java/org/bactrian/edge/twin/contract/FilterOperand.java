package org.bactrian.edge.twin.contract;

import com.fasterxml.jackson.databind.JsonNode;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Operand of a filter (Part 4, 7.7.4).
 *
 * @param index number of another element; null for other operands
 * @param value a value; null for other operands
 * @param nodeId node id of the type that has the attribute; null for other operands
 * @param browsePath browse names from the type to the node of the attribute
 * @param attributeId attribute; null for the value
 * @param indexRange part of the value; null for all
 * @param alias name that other operands may use
 * @param dataType data type of the value
 */
@RecordBuilder
public record FilterOperand(
    @Nullable Long index,
    @Nullable JsonNode value,
    @Nullable String nodeId,
    @Nullable List<String> browsePath,
    @Nullable AttributeName attributeId,
    @Nullable String indexRange,
    @Nullable String alias,
    @Nullable String dataType)
    implements FilterOperandBuilder.With {

  public FilterOperand {
    browsePath = browsePath == null ? null : List.copyOf(browsePath);
  }
}
