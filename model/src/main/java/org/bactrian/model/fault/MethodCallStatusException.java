package org.bactrian.model.fault;

import java.util.Objects;

/**
 * A module answered a method with a status that tells of a failure; the caller is told the same.
 */
public final class MethodCallStatusException extends OperationException {

  private final int status;
  private final String details;

  /**
   * What the module answered.
   *
   * @param status status of the method, from 400 to 599
   * @param message why, in a sentence
   * @param details what else the module said, as JSON or as text; empty for nothing
   */
  public MethodCallStatusException(int status, String message, String details) {
    super(message);
    if (status < 400 || status > 599) {
      throw new IllegalArgumentException("status must be from 400 to 599, was " + status);
    }
    this.status = status;
    this.details = Objects.requireNonNull(details, "details");
  }

  /** Status of the method, from 400 to 599. */
  public int status() {
    return status;
  }

  /** What else the module said, as JSON or as text; empty for nothing. */
  public String details() {
    return details;
  }
}
