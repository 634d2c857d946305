package org.bactrian.edge.twin.contract;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Request to call a method.
 *
 * @param methodId node id of the method; null to begin at the object
 * @param objectId node id of the object; null to begin at the root folder
 * @param arguments what it takes; those left out, and those that are null, have the defaults of
 *     their types
 * @param methodBrowsePath browse names from there to the method; null when methodId is the method
 * @param objectBrowsePath browse names from there to the object; null when objectId is the object
 * @param header for whom and how; null for the defaults
 */
public record MethodCallRequest(
    String methodId,
    String objectId,
    List<MethodCallArgument> arguments,
    List<String> methodBrowsePath,
    List<String> objectBrowsePath,
    RequestHeader header) {

  public MethodCallRequest {
    // List.copyOf takes no nulls, which stand for defaults here.
    arguments = arguments == null ? null : Collections.unmodifiableList(new ArrayList<>(arguments));
    methodBrowsePath = methodBrowsePath == null ? null : List.copyOf(methodBrowsePath);
    objectBrowsePath = objectBrowsePath == null ? null : List.copyOf(objectBrowsePath);
  }
}
