package org.bactrian.opcua.service;

import java.lang.reflect.Array;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import org.bactrian.opcua.json.TypedNull;
import org.eclipse.milo.opcua.stack.core.OpcUaDataType;
import org.eclipse.milo.opcua.stack.core.types.builtin.ByteString;
import org.eclipse.milo.opcua.stack.core.types.builtin.DateTime;
import org.eclipse.milo.opcua.stack.core.types.builtin.LocalizedText;
import org.eclipse.milo.opcua.stack.core.types.builtin.Matrix;
import org.eclipse.milo.opcua.stack.core.types.builtin.QualifiedName;
import org.eclipse.milo.opcua.stack.core.types.builtin.Variant;
import org.eclipse.milo.opcua.stack.core.types.builtin.XmlElement;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.UByte;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.UInteger;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.ULong;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.UShort;
import org.jspecify.annotations.Nullable;

/** Values of OPC UA as the Java types that routes work with, and back. */
public final class PlainValues {

  private PlainValues() {}

  /**
   * The plain form: unsigned numbers widened, texts without their locale, times as Instant, bytes
   * as byte[], arrays as lists. Node ids and structures stay as they are.
   *
   * @return null for a null value, as routes expect
   */
  public static @Nullable Object of(Variant variant) {
    return plain(variant.value());
  }

  private static @Nullable Object plain(@Nullable Object value) {
    if (value == null || value instanceof TypedNull) {
      return null;
    }
    if (value instanceof UByte || value instanceof UShort) {
      return ((Number) value).intValue();
    }
    if (value instanceof UInteger number) {
      return number.longValue();
    }
    if (value instanceof ULong number) {
      return number.toBigInteger();
    }
    if (value instanceof DateTime time) {
      return time.getJavaInstant();
    }
    if (value instanceof ByteString bytes) {
      return bytes.bytesOrEmpty();
    }
    if (value instanceof LocalizedText text) {
      return text.text();
    }
    if (value instanceof QualifiedName name) {
      return name.toParseableString();
    }
    if (value instanceof XmlElement xml) {
      return xml.getFragment();
    }
    if (value instanceof Variant inner) {
      return plain(inner.value());
    }
    if (value instanceof Matrix matrix) {
      return plain(matrix.nestedArrayValue());
    }
    if (value.getClass().isArray()) {
      int length = Array.getLength(value);
      List<Object> list = new ArrayList<>(length);
      for (int i = 0; i < length; i++) {
        list.add(plain(Array.get(value, i)));
      }
      return list;
    }
    return value;
  }

  /** A value of OPC UA for a plain one of whose node no type is known. */
  static Object toUa(Object value) {
    if (value instanceof Instant instant) {
      return new DateTime(instant);
    }
    if (value instanceof Date date) {
      return new DateTime(date.toInstant());
    }
    if (value instanceof byte[] bytes) {
      return ByteString.of(bytes);
    }
    if (value instanceof Collection<?> list && !list.isEmpty()) {
      List<Object> elements = new ArrayList<>();
      list.forEach(element -> elements.add(toUa(element)));
      Object array = Array.newInstance(elements.get(0).getClass(), elements.size());
      for (int i = 0; i < elements.size(); i++) {
        Array.set(array, i, elements.get(i));
      }
      return array;
    }
    return value;
  }

  /** The elements of a list or an array; empty for a single value, which bytes are too. */
  static Optional<List<?>> elementsOf(Object value, OpcUaDataType type) {
    if (value instanceof Collection<?> list) {
      return Optional.of(List.copyOf(list));
    }
    if (value == null || !value.getClass().isArray()) {
      return Optional.empty();
    }
    if (value instanceof byte[] && type == OpcUaDataType.ByteString) {
      return Optional.empty();
    }
    List<Object> list = new ArrayList<>();
    for (int i = 0; i < Array.getLength(value); i++) {
      list.add(Array.get(value, i));
    }
    return Optional.of(list);
  }
}
