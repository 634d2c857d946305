package org.bactrian.opcua.json;

import java.util.Optional;
import org.eclipse.milo.opcua.stack.core.OpcUaDataType;
import org.eclipse.milo.opcua.stack.core.types.builtin.Variant;
import org.jspecify.annotations.Nullable;

/**
 * Value of a variant that has a type and holds nothing, such as a null String or a null array. Milo
 * has no value for it and forgets the type.
 *
 * @param type built-in type that the variant was sent with
 */
public record TypedNull(OpcUaDataType type) {

  /** The built-in type of a variant with this value; empty where it has none. */
  static Optional<OpcUaDataType> typeOf(@Nullable Object value) {
    return value instanceof TypedNull empty
        ? Optional.of(empty.type())
        : new Variant(value).getDataType();
  }

  /**
   * Returns whether the format has nothing to say of the value; a type is told by a reversible one
   * only.
   */
  static boolean isNull(@Nullable Object value, ValueFormat format) {
    return value == null || value instanceof TypedNull && !format.reversible();
  }
}
