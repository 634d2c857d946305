package org.bactrian.opcua.service;

import org.eclipse.milo.opcua.stack.core.types.builtin.StatusCode;

/**
 * Result of writing a value.
 *
 * @param result whether it was written
 */
public record WriteResult(ServiceResult result) {

  /** Returns the status of the write. */
  public StatusCode status() {
    return result.status();
  }

  /** Returns details that the status lacks, else an empty text. */
  public String detail() {
    return result.errorMessage();
  }
}
