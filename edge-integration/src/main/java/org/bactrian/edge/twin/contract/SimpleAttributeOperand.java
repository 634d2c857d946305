package org.bactrian.edge.twin.contract;

import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Field of an event (Part 4, 7.7.4.5).
 *
 * @param typeDefinitionId node id of the event type that has it
 * @param browsePath browse names from the type to it
 * @param attributeId attribute; null for the value
 * @param indexRange part of the value; null for all
 * @param displayName name for people
 * @param dataSetClassFieldId id of the field of a DataSetClass
 */
public record SimpleAttributeOperand(
    String typeDefinitionId,
    List<String> browsePath,
    AttributeName attributeId,
    @Nullable String indexRange,
    String displayName,
    @Nullable UUID dataSetClassFieldId) {

  public SimpleAttributeOperand {
    browsePath = browsePath == null ? null : List.copyOf(browsePath);
  }
}
