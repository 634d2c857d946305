package org.bactrian.opcua.service;

import static org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.Unsigned.ubyte;
import static org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.Unsigned.uint;
import static org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.Unsigned.ulong;
import static org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.Unsigned.ushort;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import java.time.format.DateTimeParseException;
import java.util.Base64;
import java.util.Date;
import java.util.Locale;
import java.util.UUID;
import org.bactrian.opcua.node.NodeIdText;
import org.eclipse.milo.opcua.stack.core.NamespaceTable;
import org.eclipse.milo.opcua.stack.core.OpcUaDataType;
import org.eclipse.milo.opcua.stack.core.types.builtin.ByteString;
import org.eclipse.milo.opcua.stack.core.types.builtin.DateTime;
import org.eclipse.milo.opcua.stack.core.types.builtin.LocalizedText;
import org.eclipse.milo.opcua.stack.core.types.builtin.QualifiedName;
import org.eclipse.milo.opcua.stack.core.types.builtin.StatusCode;
import org.eclipse.milo.opcua.stack.core.types.builtin.Variant;
import org.eclipse.milo.opcua.stack.core.types.builtin.XmlElement;

/** Converts plain Java values and texts to a built-in type. Nothing is cut off silently. */
final class ValueCoercion {

  private static final BigInteger LARGEST_UINT64 =
      BigInteger.ONE.shiftLeft(64).subtract(BigInteger.ONE);

  private ValueCoercion() {}

  /**
   * A value of the type.
   *
   * @throws IllegalArgumentException when {@code value} cannot be one
   */
  static Object to(OpcUaDataType type, Object value) {
    if (value == null) {
      throw new IllegalArgumentException("no value was given for " + type);
    }
    if (type.getBackingClass().isInstance(value)) {
      return value;
    }
    try {
      return switch (type) {
        case Boolean -> bool(value);
        case SByte -> whole(value, Byte.MIN_VALUE, Byte.MAX_VALUE).byteValue();
        case Byte -> ubyte(whole(value, 0, 0xFF).shortValue());
        case Int16 -> whole(value, Short.MIN_VALUE, Short.MAX_VALUE).shortValue();
        case UInt16 -> ushort(whole(value, 0, 0xFFFF).intValue());
        case Int32 -> whole(value, Integer.MIN_VALUE, Integer.MAX_VALUE).intValue();
        case UInt32 -> uint(whole(value, 0, 0xFFFF_FFFFL).longValue());
        case Int64 -> whole(value, Long.MIN_VALUE, Long.MAX_VALUE).longValue();
        case UInt64 -> ulong(whole(value, BigInteger.ZERO, LARGEST_UINT64));
        case Float -> real(value).floatValue();
        case Double -> real(value).doubleValue();
        case String -> value.toString();
        case DateTime -> new DateTime(instant(value));
        case Guid -> UUID.fromString(text(value));
        case ByteString -> bytes(value);
        case XmlElement -> new XmlElement(text(value));
        case NodeId -> NodeIdText.parse(text(value)).toNodeId(new NamespaceTable()).orElseThrow();
        case ExpandedNodeId -> NodeIdText.parse(text(value));
        case StatusCode -> new StatusCode(whole(value, 0, 0xFFFF_FFFFL).longValue());
        case QualifiedName -> QualifiedName.parse(text(value));
        case LocalizedText -> LocalizedText.english(text(value));
        case Variant -> Variant.of(PlainValues.toUa(value));
        default -> throw mismatch(type, value);
      };
    } catch (ArithmeticException | NumberFormatException | DateTimeParseException e) {
      throw mismatch(type, value);
    } catch (java.util.NoSuchElementException e) {
      throw new IllegalArgumentException(
          "a node id by namespace URI is no " + type + "; write it by index", e);
    }
  }

  private static IllegalArgumentException mismatch(OpcUaDataType type, Object value) {
    return new IllegalArgumentException(
        value.getClass().getSimpleName() + " \"" + value + "\" is no " + type);
  }

  private static boolean bool(Object value) {
    if (value instanceof Number number) {
      return number.doubleValue() != 0;
    }
    return switch (text(value).toLowerCase(Locale.ROOT)) {
      case "true", "1" -> true;
      case "false", "0" -> false;
      default -> throw mismatch(OpcUaDataType.Boolean, value);
    };
  }

  private static BigInteger whole(Object value, long min, long max) {
    return whole(value, BigInteger.valueOf(min), BigInteger.valueOf(max));
  }

  private static BigInteger whole(Object value, BigInteger min, BigInteger max) {
    BigInteger number =
        value instanceof Boolean flag
            ? (flag ? BigInteger.ONE : BigInteger.ZERO)
            : new BigDecimal(text(value)).toBigIntegerExact();
    if (number.compareTo(min) < 0 || number.compareTo(max) > 0) {
      throw new IllegalArgumentException(number + " is not between " + min + " and " + max);
    }
    return number;
  }

  private static Number real(Object value) {
    return value instanceof Number number ? number : Double.valueOf(text(value));
  }

  private static Instant instant(Object value) {
    if (value instanceof Instant instant) {
      return instant;
    }
    if (value instanceof Date date) {
      return date.toInstant();
    }
    if (value instanceof ZonedDateTime zoned) {
      return zoned.toInstant();
    }
    return OffsetDateTime.parse(text(value)).toInstant();
  }

  private static ByteString bytes(Object value) {
    return value instanceof byte[] bytes
        ? ByteString.of(bytes)
        : ByteString.of(Base64.getDecoder().decode(text(value)));
  }

  private static String text(Object value) {
    return value.toString().strip();
  }
}
