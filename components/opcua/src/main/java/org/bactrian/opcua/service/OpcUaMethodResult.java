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

  /** Whether the method was carried out. */
  public StatusCode status() {
    return result.status();
  }

  /** What is wrong where the status does not say, else empty. */
  public String detail() {
    return result.errorMessage();
  }
}
