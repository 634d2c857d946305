package org.bactrian.opcua.service;

import org.eclipse.milo.opcua.stack.core.types.builtin.DataValue;

/**
 * Value of an attribute that was read.
 *
 * @param value the value, its status and its times
 * @param result its status with what the server said besides
 */
public record AttributeValue(DataValue value, ServiceResult result) {}
