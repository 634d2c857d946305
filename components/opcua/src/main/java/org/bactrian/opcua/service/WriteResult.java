package org.bactrian.opcua.service;

import org.eclipse.milo.opcua.stack.core.types.builtin.StatusCode;

/**
 * Result of writing a value.
 *
 * @param result whether it was written
 */
public record WriteResult(ServiceResult result) {

  /** Whether the value was written. */
  public StatusCode status() {
    return result.status();
  }

  /** What is wrong where the status does not say, else empty. */
  public String detail() {
    return result.errorMessage();
  }
}
