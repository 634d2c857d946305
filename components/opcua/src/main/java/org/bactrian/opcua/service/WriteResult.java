package org.bactrian.opcua.service;

import org.eclipse.milo.opcua.stack.core.types.builtin.StatusCode;

/**
 * What became of a value to write.
 *
 * @param status whether it was written
 * @param detail says what is wrong where the status does not, else empty
 */
public record WriteResult(StatusCode status, String detail) {}
