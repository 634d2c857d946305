package org.bactrian.simulator.space;

import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.eclipse.milo.opcua.stack.core.types.builtin.DataValue;
import org.eclipse.milo.opcua.stack.core.types.builtin.Matrix;

/** Rule for writes into a variable, beyond the check of its data type. */
@FunctionalInterface
interface WriteRule {

  /** One value, not an array: the server itself checks the data type and the rank of arrays. */
  WriteRule ONE_VALUE =
      value -> {
        Object written = value.value().value();
        if (written instanceof Matrix || written != null && written.getClass().isArray()) {
          throw new UaException(StatusCodes.Bad_TypeMismatch, "one value is wanted, not an array");
        }
      };

  /** Whatever fits the data type. */
  WriteRule ANY_VALUE = value -> {};

  /** Throws when the value must not be written. */
  void check(DataValue value) throws UaException;

  /** Numbers inside the EURange. */
  static WriteRule within(AnalogRange scale) {
    return value -> {
      ONE_VALUE.check(value);
      if (!(value.value().value() instanceof Number number)
          || !scale.contains(number.doubleValue())) {
        throw new UaException(
            StatusCodes.Bad_OutOfRange,
            "value must be between " + scale.low() + " and " + scale.high());
      }
    };
  }
}
