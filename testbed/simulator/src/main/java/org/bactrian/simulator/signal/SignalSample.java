package org.bactrian.simulator.signal;

import org.eclipse.milo.opcua.stack.core.types.builtin.StatusCode;
import org.jspecify.annotations.Nullable;

/**
 * Value and status that an instrument shows at one tick.
 *
 * @param value a value that fits into an OPC UA Variant
 * @param status how far the value can be trusted (OPC UA Part 4, 7.39)
 */
public record SignalSample(@Nullable Object value, StatusCode status) {

  /** A value that can be trusted. */
  public static SignalSample good(Object value) {
    return new SignalSample(value, StatusCode.GOOD);
  }
}
