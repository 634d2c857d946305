package org.bactrian.model.method;

/** Carries out a method that arrived in parts. */
@FunctionalInterface
public interface ChunkedMethodHandler {

  /**
   * Carries a method out. A failure that the caller is to be told is a result with its status; what
   * is thrown becomes status 500.
   */
  MethodResult invoke(MethodRequest request);
}
