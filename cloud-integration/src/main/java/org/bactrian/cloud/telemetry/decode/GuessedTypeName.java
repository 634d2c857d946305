package org.bactrian.cloud.telemetry.decode;

import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Built-in types that values of JSON seem to have where nothing names their type. */
final class GuessedTypeName {

  private static final String DATE_TIME = "DateTime";
  private static final String STRING = "String";

  private static final BigInteger MAX_UINT64 =
      BigInteger.ONE.shiftLeft(64).subtract(BigInteger.ONE);
  private static final int DATE_LENGTH = 19;

  private GuessedTypeName() {}

  /**
   * The type that a value of JSON seems to have, of the elements for an array.
   *
   * @return null where there is no value, or only values that are null
   */
  static @Nullable String of(@Nullable Object value) {
    if (value == null) {
      return null;
    } else if (value instanceof String text) {
      return isDate(text) ? DATE_TIME : STRING;
    } else if (value instanceof Long) {
      return "Int64";
    } else if (value instanceof Double) {
      return "Double";
    } else if (value instanceof Boolean) {
      return "Boolean";
    } else if (value instanceof BigInteger number) {
      return number.signum() >= 0 && number.compareTo(MAX_UINT64) <= 0 ? "UInt64" : "Double";
    } else if (value instanceof List<?> elements) {
      return ofElements(elements);
    }
    return value instanceof Map ? "ExtensionObject" : STRING;
  }

  private static @Nullable String ofElements(List<?> elements) {
    String common = null;
    for (Object element : elements) {
      String type = of(element);
      if (type != null && common != null && !type.equals(common)) {
        return "Variant";
      }
      common = type == null ? common : type;
    }
    return common;
  }

  /** Returns whether a text begins as {@code 2026-01-02T03:04:05}. */
  private static boolean isDate(String text) {
    return text.length() >= DATE_LENGTH
        && text.charAt(4) == '-'
        && text.charAt(7) == '-'
        && text.charAt(10) == 'T'
        && text.charAt(13) == ':'
        && text.charAt(16) == ':'
        && Character.isDigit(text.charAt(0))
        && Character.isDigit(text.charAt(18));
  }
}
