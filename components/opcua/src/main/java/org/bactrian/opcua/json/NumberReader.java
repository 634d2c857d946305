package org.bactrian.opcua.json;

import static org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.Unsigned.ubyte;
import static org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.Unsigned.uint;
import static org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.Unsigned.ulong;
import static org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.Unsigned.ushort;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.IntNode;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Locale;
import java.util.regex.Pattern;
import org.eclipse.milo.opcua.stack.core.OpcUaDataType;
import org.jspecify.annotations.Nullable;

/**
 * Reads Booleans and numbers (Part 6, 5.4.2.2 to 5.4.2.4), also from text. A number is never cut to
 * its type's range, nor a fraction cut off.
 */
final class NumberReader {

  private static final BigInteger LARGEST_UINT64 =
      BigInteger.ONE.shiftLeft(64).subtract(BigInteger.ONE);

  /** No integer of OPC UA has more digits; more are not worth the work of computing them. */
  private static final int MOST_DIGITS = 20;

  /** Texts beyond are no number that anybody means, and take long to compute. */
  private static final int LONGEST_TEXT = 400;

  private static final Pattern HEX = Pattern.compile("0[xX][0-9a-fA-F]{1,16}");

  /**
   * Pattern of decimals, which excludes what {@link Double#parseDouble} would take besides, such as
   * {@code 1d} or {@code 0x1p3}.
   */
  private static final Pattern DECIMAL =
      Pattern.compile("[+-]?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d{1,9})?");

  private static final String OR_SPECIAL = ", \"Infinity\", \"-Infinity\" or \"NaN\".";

  private NumberReader() {}

  static Object read(OpcUaDataType type, JsonNode json) {
    return switch (type) {
      case Boolean -> bool(json);
      case SByte -> (byte) whole(json, type, Byte.MIN_VALUE, Byte.MAX_VALUE);
      case Byte -> ubyte((short) whole(json, type, 0, 0xFF));
      case Int16 -> (short) whole(json, type, Short.MIN_VALUE, Short.MAX_VALUE);
      case UInt16 -> ushort((int) whole(json, type, 0, 0xFFFF));
      case Int32 -> (int) whole(json, type, Integer.MIN_VALUE, Integer.MAX_VALUE);
      case UInt32 -> uint(whole(json, type, 0, 0xFFFF_FFFFL));
      case Int64 -> whole(json, type, Long.MIN_VALUE, Long.MAX_VALUE);
      case UInt64 -> ulong(big(json, type, BigInteger.ZERO, LARGEST_UINT64));
      case Float -> single(json);
      case Double -> real(json);
      default -> throw new IllegalArgumentException(type + " is no number");
    };
  }

  /** The number 0 of a type. */
  static Object zero(OpcUaDataType type) {
    return read(type, IntNode.valueOf(0));
  }

  private static boolean bool(JsonNode json) {
    if (json.isBoolean()) {
      return json.booleanValue();
    }
    return switch (text(json).toLowerCase(Locale.ROOT)) {
      case "true", "1" -> true;
      case "false", "0" -> false;
      default -> throw ValueFaultException.of(json, "is no Boolean", "Write true or false.");
    };
  }

  private static long whole(JsonNode json, OpcUaDataType type, long min, long max) {
    if (json.isIntegralNumber() && json.canConvertToLong()) {
      long value = json.longValue();
      if (value >= min && value <= max) {
        return value;
      }
    }
    return big(json, type, BigInteger.valueOf(min), BigInteger.valueOf(max)).longValue();
  }

  private static BigInteger big(JsonNode json, OpcUaDataType type, BigInteger min, BigInteger max) {
    BigInteger value = integer(json);
    if (value == null || value.compareTo(min) < 0 || value.compareTo(max) > 0) {
      throw ValueFaultException.of(
          json, "is no " + type, "Write a whole number from " + min + " to " + max + ".");
    }
    return value;
  }

  /** The whole number that the JSON is, or null. */
  private static @Nullable BigInteger integer(JsonNode json) {
    if (json.isBigInteger()) {
      return json.bigIntegerValue();
    }
    if (json.isBoolean()) {
      return json.booleanValue() ? BigInteger.ONE : BigInteger.ZERO;
    }
    String text = text(json);
    if (HEX.matcher(text).matches()) {
      return new BigInteger(text.substring(2), 16);
    }
    if (text.length() > LONGEST_TEXT || !DECIMAL.matcher(text).matches()) {
      return null;
    }
    BigDecimal decimal = new BigDecimal(text);
    if (decimal.signum() == 0) {
      return BigInteger.ZERO;
    }
    BigDecimal plain = decimal.stripTrailingZeros();
    boolean tooLong = (long) plain.precision() - plain.scale() > MOST_DIGITS;
    return tooLong || plain.scale() > 0 ? null : plain.toBigIntegerExact();
  }

  private static float single(JsonNode json) {
    boolean written = json.isNumber() || DECIMAL.matcher(text(json)).matches();
    float value = written ? Float.parseFloat(text(json)) : (float) number(json);
    if (Float.isInfinite(value) && written) {
      throw ValueFaultException.of(
          json, "is no Float", "Write a number from -3.4028235E38 to 3.4028235E38" + OR_SPECIAL);
    }
    return value;
  }

  private static double real(JsonNode json) {
    boolean written = json.isNumber() || DECIMAL.matcher(text(json)).matches();
    double value = number(json);
    if (Double.isInfinite(value) && written) {
      throw ValueFaultException.of(
          json,
          "is no Double",
          "Write a number from -1.7976931348623157E308 to 1.7976931348623157E308" + OR_SPECIAL);
    }
    return value;
  }

  /** A number as text, or one of those that JSON has no number for. */
  private static double number(JsonNode json) {
    if (json.isNumber()) {
      return json.doubleValue();
    }
    String text = text(json);
    switch (text.toLowerCase(Locale.ROOT)) {
      case "nan":
        return Double.NaN;
      case "infinity", "+infinity", "inf", "\u221e":
        return Double.POSITIVE_INFINITY;
      case "-infinity", "-inf", "-\u221e":
        return Double.NEGATIVE_INFINITY;
      default:
        if (DECIMAL.matcher(text).matches()) {
          return Double.parseDouble(text);
        }
        throw ValueFaultException.of(json, "is no number", "Write a number" + OR_SPECIAL);
    }
  }

  private static String text(JsonNode json) {
    return json.isValueNode() && !json.isNull() ? LenientText.unquoted(json.asText()) : "";
  }
}
