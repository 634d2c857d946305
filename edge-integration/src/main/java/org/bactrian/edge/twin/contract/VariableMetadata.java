package org.bactrian.edge.twin.contract;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Type and dimensions of a variable's value.
 *
 * @param dataType their type
 * @param valueRank their dimensions; null for any
 * @param arrayDimensions length of each dimension, 0 for any
 */
public record VariableMetadata(
    DataTypeMetadata dataType,
    @Nullable NodeValueRank valueRank,
    @Nullable List<Long> arrayDimensions) {

  public VariableMetadata {
    arrayDimensions = arrayDimensions == null ? null : List.copyOf(arrayDimensions);
  }
}
