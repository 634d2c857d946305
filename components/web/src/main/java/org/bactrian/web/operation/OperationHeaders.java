package org.bactrian.web.operation;

/** Headers of a message that asks for an operation. */
public final class OperationHeaders {

  /** Name of the caller, which the server has authenticated. */
  public static final String CALLER = "BactrianCaller";

  /** Id of the operation, for a route from {@code operations:}. */
  public static final String OPERATION = "BactrianOperation";

  /** Text of the operation in the route's table ({@code to.OPERATION}). */
  public static final String TARGET = "BactrianOperationTarget";

  private OperationHeaders() {}
}
