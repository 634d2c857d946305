package org.bactrian.opcua.json;

import java.lang.reflect.Array;
import org.eclipse.milo.opcua.stack.core.types.builtin.Matrix;
import org.eclipse.milo.opcua.stack.core.types.builtin.Variant;

/** Variants that are all of one type. */
final class UniformVariants {

  private UniformVariants() {}

  /** Variants that are scalars of one type as an array of that type, else as they are. */
  static Object narrowed(Variant[] variants) {
    Object first = variants.length == 0 ? null : variants[0].getValue();
    if (first == null || first.getClass().isArray() || first instanceof Matrix) {
      return variants;
    }
    Object array = Array.newInstance(first.getClass(), variants.length);
    for (int i = 0; i < variants.length; i++) {
      Object value = variants[i].getValue();
      if (value == null || value.getClass() != first.getClass()) {
        return variants;
      }
      Array.set(array, i, value);
    }
    return array;
  }
}
