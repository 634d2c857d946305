package org.bactrian.opcua.service;

import java.util.List;
import org.eclipse.milo.opcua.stack.core.types.builtin.StatusCode;
import org.eclipse.milo.opcua.stack.core.types.builtin.Variant;

/**
 * Result of a method call.
 *
 * @param result whether it was carried out
 * @param inputs what is wrong with which input, empty when nothing is
 * @param outputs its output arguments
 */
public record OpcUaMethodResult(
    ServiceResult result, List<ServiceResult> inputs, List<Variant> outputs) {

  /** Returns the status of the call. */
  public StatusCode status() {
    return result.status();
  }

  /** Returns details that the status lacks, else an empty text. */
  public String detail() {
    return result.errorMessage();
  }
}
