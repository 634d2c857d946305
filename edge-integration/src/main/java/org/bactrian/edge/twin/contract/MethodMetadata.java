package org.bactrian.edge.twin.contract;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Arguments of a method.
 *
 * @param objectId node id of an object that has it
 * @param inputArguments what it takes; null for nothing
 * @param outputArguments what it returns; null for nothing
 */
public record MethodMetadata(
    @Nullable String objectId,
    @Nullable List<MethodMetadataArgument> inputArguments,
    @Nullable List<MethodMetadataArgument> outputArguments) {

  public MethodMetadata {
    inputArguments = inputArguments == null ? null : List.copyOf(inputArguments);
    outputArguments = outputArguments == null ? null : List.copyOf(outputArguments);
  }
}
