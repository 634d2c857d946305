package org.bactrian.web.operation;

/** Headers of a message that asks for an operation. */
public final class OperationHeaders {

  /** Name of the caller, which the server has authenticated. */
  public static final String CALLER = "BactrianCaller";

  /** Id of the operation, for a route from {@code operations:}. */
  public static final String OPERATION = "BactrianOperation";

  /** What the table of the route ({@code to.OPERATION}) says of the operation. */
  public static final String TARGET = "BactrianOperationTarget";

  private OperationHeaders() {}
}
