package org.bactrian.edge.twin.contract;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Metadata of a method argument.
 *
 * @param name its name
 * @param description what it is about
 * @param type its data type
 * @param defaultValue value where none is given
 * @param valueRank dimensions of the value; null for a scalar
 * @param arrayDimensions length of each dimension, 0 for any
 * @param errorInfo why its type is not known
 */
public record MethodMetadataArgument(
    String name,
    @Nullable String description,
    Node type,
    @Nullable JsonNode defaultValue,
    @Nullable NodeValueRank valueRank,
    @Nullable List<Long> arrayDimensions,
    @Nullable ErrorInfo errorInfo) {

  public MethodMetadataArgument {
    arrayDimensions = arrayDimensions == null ? null : List.copyOf(arrayDimensions);
  }
}
