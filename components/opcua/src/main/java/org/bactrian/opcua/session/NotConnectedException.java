package org.bactrian.opcua.session;

import org.eclipse.milo.opcua.stack.core.UaException;

/**
 * Exception for a call without a connection to the server. The message names the server, the fault
 * and the remedy.
 */
public final class NotConnectedException extends UaException {

  private final ConnectFault fault;

  NotConnectedException(ConnectFault fault, long status, String message) {
    super(status, message);
    this.fault = fault;
  }

  /** A fault that has no status of its own. */
  NotConnectedException(ConnectFault fault, String message) {
    this(fault, fault.status(), message);
  }

  /** Returns the reason. */
  public ConnectFault fault() {
    return fault;
  }
}
