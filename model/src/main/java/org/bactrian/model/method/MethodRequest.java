package org.bactrian.model.method;

import java.util.Objects;

/**
 * A method to carry out. The payload is not copied: do not change it after it was handed over.
 *
 * @param method name, not empty
 * @param contentType media type of the payload
 * @param payload what the method is given, UTF-8 JSON by default; empty or blank for nothing
 */
public record MethodRequest(String method, String contentType, byte[] payload) {

  /** Media type of nearly every payload. */
  public static final String JSON = "application/json";

  public MethodRequest {
    Objects.requireNonNull(contentType, "contentType");
    Objects.requireNonNull(payload, "payload");
    if (method.isEmpty()) {
      throw new IllegalArgumentException("A method has a name.");
    }
  }

  /** A method with JSON. */
  public static MethodRequest json(String method, byte[] payload) {
    return new MethodRequest(method, JSON, payload);
  }
}
