package org.bactrian.opcua.service;

import java.util.List;
import org.eclipse.milo.opcua.stack.core.types.builtin.StatusCode;
import org.eclipse.milo.opcua.stack.core.types.builtin.Variant;

/**
 * What a method answered.
 *
 * @param status whether it was carried out
 * @param inputStatuses what is wrong with which input, empty when nothing is
 * @param outputs its output arguments
 * @param detail says what is wrong where the status does not, else empty
 */
public record MethodResult(
    StatusCode status, List<StatusCode> inputStatuses, List<Variant> outputs, String detail) {}
