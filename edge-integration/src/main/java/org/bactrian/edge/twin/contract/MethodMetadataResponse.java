package org.bactrian.edge.twin.contract;

import java.util.List;

/**
 * Arguments of a method, or the error of reading them.
 *
 * @param objectId node id of an object that has it
 * @param inputArguments what it takes; null for nothing
 * @param outputArguments what it returns; null for nothing
 * @param errorInfo what went wrong in the server; null when nothing did
 */
public record MethodMetadataResponse(
    String objectId,
    List<MethodMetadataArgument> inputArguments,
    List<MethodMetadataArgument> outputArguments,
    ErrorInfo errorInfo) {

  public MethodMetadataResponse {
    inputArguments = inputArguments == null ? null : List.copyOf(inputArguments);
    outputArguments = outputArguments == null ? null : List.copyOf(outputArguments);
  }
}
