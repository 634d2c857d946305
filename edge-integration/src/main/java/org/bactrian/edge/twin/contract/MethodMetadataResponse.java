package org.bactrian.edge.twin.contract;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Arguments of a method, or the error of reading them.
 *
 * @param objectId node id of an object that has it
 * @param inputArguments what it takes; null for nothing
 * @param outputArguments what it returns; null for nothing
 * @param errorInfo what went wrong in the server; null when nothing did
 */
public record MethodMetadataResponse(
    @Nullable String objectId,
    @Nullable List<MethodMetadataArgument> inputArguments,
    @Nullable List<MethodMetadataArgument> outputArguments,
    @Nullable ErrorInfo errorInfo) {

  public MethodMetadataResponse {
    inputArguments = inputArguments == null ? null : List.copyOf(inputArguments);
    outputArguments = outputArguments == null ? null : List.copyOf(outputArguments);
  }
}
