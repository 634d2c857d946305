package org.bactrian.edge.twin.contract;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Filter that selects events and their fields (Part 4, 7.22.3).
 *
 * @param selectClauses the fields
 * @param whereClause which events; null for all
 * @param typeDefinitionId node id of an event type, in place of fields
 */
public record EventFilter(
    List<SimpleAttributeOperand> selectClauses,
    @Nullable ContentFilter whereClause,
    @Nullable String typeDefinitionId) {

  public EventFilter {
    selectClauses = selectClauses == null ? null : List.copyOf(selectClauses);
  }
}
