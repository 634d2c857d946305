package org.bactrian.edge.twin.contract;

import java.util.List;

/**
 * Request for the arguments of a method.
 *
 * @param methodId node id of the method; null to begin at the root folder
 * @param methodBrowsePath browse names from there to the node; null for the node itself
 * @param header for whom and how; null for the defaults
 */
public record MethodMetadataRequest(
    String methodId, List<String> methodBrowsePath, RequestHeader header) {

  public MethodMetadataRequest {
    methodBrowsePath = methodBrowsePath == null ? null : List.copyOf(methodBrowsePath);
  }
}
