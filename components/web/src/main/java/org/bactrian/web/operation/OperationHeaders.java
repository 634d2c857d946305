package org.bactrian.web.operation;

/** Headers that tell a route from {@code operations:} which operation it is to carry out. */
public final class OperationHeaders {

  /** Id of the operation. */
  public static final String OPERATION = "BactrianOperation";

  /** What the table of the route ({@code to.OPERATION}) says of the operation. */
  public static final String TARGET = "BactrianOperationTarget";

  private OperationHeaders() {}
}
