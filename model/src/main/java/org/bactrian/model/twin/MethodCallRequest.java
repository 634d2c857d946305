package org.bactrian.model.twin;

import java.util.List;

/**
 * Asks for a method to be called.
 *
 * @param methodId node id of the method; null to begin at the object
 * @param objectId node id of the object; null to begin at the root folder
 * @param arguments what it takes; those left out have their defaults
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
    arguments = arguments == null ? null : List.copyOf(arguments);
    methodBrowsePath = methodBrowsePath == null ? null : List.copyOf(methodBrowsePath);
    objectBrowsePath = objectBrowsePath == null ? null : List.copyOf(objectBrowsePath);
  }
}
