package org.bactrian.localazure.servicebus.fault;

/** A request that Service Bus refuses. */
public final class BusFaultException extends RuntimeException {

  private final BusFault fault;

  /** With what is wrong, for whoever reads the answer. */
  public BusFaultException(BusFault fault, String message) {
    super(message);
    this.fault = fault;
  }

  /** The kind of refusal. */
  public BusFault fault() {
    return fault;
  }

  /** The kind of refusal behind any failure. */
  public static BusFaultException of(Throwable failure) {
    return failure instanceof BusFaultException fault
        ? fault
        : new BusFaultException(BusFault.INTERNAL, String.valueOf(failure.getMessage()));
  }
}
