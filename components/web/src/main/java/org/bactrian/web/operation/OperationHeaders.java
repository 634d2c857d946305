package org.bactrian.web.operation;

/** Headers of a message that asks for an operation. */
public final class OperationHeaders {

  /** Name of the caller, which the server has authenticated. */
  public static final String CALLER = "BactrianCaller";

  /** Address that the caller called from, as the server sees it: a proxy's where there is one. */
  public static final String CALLER_ADDRESS = "BactrianCallerAddress";

  /** Id of the operation, for a route from {@code operations:}. */
  public static final String OPERATION = "BactrianOperation";

  /** Text of the operation in the route's table ({@code to.OPERATION}). */
  public static final String TARGET = "BactrianOperationTarget";

  private OperationHeaders() {}
}
