package org.bactrian.localazure.hub.fault;

/** A request that the hub refuses, with the reason for the client. Carries no stack trace. */
public final class HubFaultException extends RuntimeException {

  private final HubFault fault;

  /**
   * A refusal.
   *
   * @param message what was wrong with the request; goes to the client, so no secrets
   */
  public HubFaultException(HubFault fault, String message) {
    super(message, null, false, false);
    this.fault = fault;
  }

  /** Reason why the request is refused. */
  public HubFault fault() {
    return fault;
  }
}
