package org.bactrian.cloud.telemetry.decode;

import java.math.BigInteger;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import org.bactrian.model.telemetry.BuiltInTypeNames;
import org.jspecify.annotations.Nullable;

/**
 * Reader of OPC UA Binary (Part 6, 5.2) into the values of Java that JSON would give. Not
 * thread-safe.
 */
final class UaBinaryBuffer {

  private static final Instant EPOCH = Instant.parse("1601-01-01T00:00:00Z");
  private static final long TICKS_PER_SECOND = 10_000_000;

  /** The latest time, which stands for all later ones (Part 6, 5.2.2.5). */
  private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59Z");

  private static final int MAX_DEPTH = 100;
  private static final int ARRAY = 0x80;
  private static final int DIMENSIONS = 0x40;
  private static final int TYPE = 0x3f;

  private final ByteBuffer bytes;
  private final BodyParts parts;
  private int depth;

  /**
   * @param parts counts what is read
   */
  UaBinaryBuffer(byte[] body, BodyParts parts) {
    this.parts = parts;
    bytes = ByteBuffer.wrap(body).order(ByteOrder.LITTLE_ENDIAN);
  }

  boolean bool() {
    return bytes.get() != 0;
  }

  long uint32() {
    return bytes.getInt() & 0xFFFFFFFFL;
  }

  /** Number of elements of an array, 0 for one that is null. */
  int length() {
    int length = bytes.getInt();
    if (length > bytes.remaining()) {
      throw new BufferUnderflowException();
    }
    return Math.max(length, 0);
  }

  @Nullable String string() {
    byte[] text = byteString();
    return text == null ? null : new String(text, StandardCharsets.UTF_8);
  }

  /** A time, as text as in JSON; null for the earliest. */
  @Nullable String dateTime() {
    Instant time = time();
    return time == null ? null : time.toString();
  }

  private @Nullable Instant time() {
    long ticks = bytes.getLong();
    if (ticks <= 0) {
      return null;
    }
    Instant time =
        EPOCH.plusSeconds(ticks / TICKS_PER_SECOND).plusNanos(ticks % TICKS_PER_SECOND * 100);
    return time.isAfter(LATEST) ? LATEST : time;
  }

  private byte @Nullable [] byteString() {
    int length = bytes.getInt();
    if (length > bytes.remaining()) {
      throw new BufferUnderflowException();
    }
    if (length < 0) {
      return null;
    }
    byte[] content = new byte[length];
    bytes.get(content);
    return content;
  }

  /** Reads a DataValue (Part 6, 5.2.2.17). */
  DecodedField dataValue(String name) {
    DecodedField field = new DecodedField(name);
    parts.add(1);
    int mask = bytes.get();
    if ((mask & 1) != 0) {
      variant(field);
    }
    if ((mask & 2) != 0) {
      field.status = JsonFieldReader.status(uint32());
    }
    if ((mask & 4) != 0) {
      field.sourceTimestamp = time();
    }
    if ((mask & 0x10) != 0) {
      field.sourcePicoseconds = picoseconds();
    }
    if ((mask & 8) != 0) {
      field.serverTimestamp = time();
    }
    if ((mask & 0x20) != 0) {
      field.serverPicoseconds = picoseconds();
    }
    return field;
  }

  private @Nullable Integer picoseconds() {
    int picoseconds = bytes.getShort() & 0xFFFF;
    return picoseconds == 0 ? null : picoseconds;
  }

  /** Reads a Variant (Part 6, 5.2.2.16) with the name of its type. */
  void variant(DecodedField field) {
    int encoding = bytes.get() & 0xFF;
    int type = encoding & TYPE;
    parts.add(1);
    if (++depth > MAX_DEPTH) {
      throw new IllegalArgumentException("values in values more than " + MAX_DEPTH + " times");
    }
    field.dataType = BuiltInTypeNames.of(type).orElse(null);
    field.value = (encoding & ARRAY) != 0 ? elements(type) : scalar(type);
    if ((encoding & DIMENSIONS) != 0) {
      int dimensions = length();
      for (int i = 0; i < dimensions; i++) {
        bytes.getInt();
      }
    }
    depth--;
  }

  private List<@Nullable Object> elements(int type) {
    int length = length();
    if (type == 0 && length > 0) {
      // Its elements have no bytes, so any number of them would fit.
      throw new IllegalArgumentException("an array of values without a type");
    }
    parts.add(length);
    List<@Nullable Object> elements = new ArrayList<>(Math.min(length, 1_000));
    for (int i = 0; i < length; i++) {
      elements.add(scalar(type));
    }
    return elements;
  }

  private @Nullable Object scalar(int type) {
    return switch (type) {
      case 0 -> null;
      case 1 -> bool();
      case 2 -> (long) bytes.get();
      case 3 -> bytes.get() & 0xFFL;
      case 4 -> (long) bytes.getShort();
      case 5 -> bytes.getShort() & 0xFFFFL;
      case 6 -> (long) bytes.getInt();
      case 7 -> uint32();
      case 8 -> bytes.getLong();
      case 9 -> unsigned(bytes.getLong());
      case 10 -> finite(Double.parseDouble(Float.toString(bytes.getFloat())));
      case 11 -> finite(bytes.getDouble());
      case 12, 16 -> string();
      case 13 -> dateTime();
      case 14 -> guid();
      case 15 -> base64(byteString());
      case 17, 18 -> nodeId();
      case 19 -> StatusCodeSymbols.of(uint32());
      case 20 -> qualifiedName();
      case 21 -> localizedText();
      case 22 -> extensionObject();
      case 23 -> dataValue("").value;
      case 24 -> nested();
      default ->
          throw new IllegalArgumentException(
              "a value of the type "
                  + BuiltInTypeNames.of(type).orElseGet(() -> Integer.toString(type))
                  + ", which is not read");
    };
  }

  private @Nullable Object nested() {
    DecodedField inner = new DecodedField("");
    variant(inner);
    return inner.value;
  }

  private static Object unsigned(long bits) {
    return bits >= 0 ? (Object) bits : new BigInteger(Long.toUnsignedString(bits));
  }

  private static Object finite(double number) {
    return Double.isFinite(number) ? (Object) number : Double.toString(number);
  }

  private static @Nullable String base64(byte @Nullable [] content) {
    return content == null ? null : Base64.getEncoder().encodeToString(content);
  }

  private String guid() {
    long first = uint32();
    long second = bytes.getShort() & 0xFFFFL;
    long third = bytes.getShort() & 0xFFFFL;
    long low = Long.reverseBytes(bytes.getLong());
    return new UUID(first << 32 | second << 16 | third, low).toString();
  }

  /** An id as text, {@code ns=2;s=name}, with the namespace's URI where it is told. */
  private String nodeId() {
    int encoding = bytes.get() & 0xFF;
    StringBuilder text = new StringBuilder();
    String id =
        switch (encoding & TYPE) {
          case 0 -> "i=" + (bytes.get() & 0xFF);
          case 1 -> {
            namespace(text, bytes.get() & 0xFF);
            yield "i=" + (bytes.getShort() & 0xFFFF);
          }
          case 2 -> {
            namespace(text, bytes.getShort() & 0xFFFF);
            yield "i=" + uint32();
          }
          case 3 -> {
            namespace(text, bytes.getShort() & 0xFFFF);
            yield "s=" + string();
          }
          case 4 -> {
            namespace(text, bytes.getShort() & 0xFFFF);
            yield "g=" + guid();
          }
          case 5 -> {
            namespace(text, bytes.getShort() & 0xFFFF);
            yield "b=" + base64(byteString());
          }
          default ->
              throw new IllegalArgumentException("a node id in the unknown encoding " + encoding);
        };
    String uri = (encoding & ARRAY) != 0 ? "nsu=" + string() + ";" : "";
    String server = (encoding & DIMENSIONS) != 0 ? "svr=" + uint32() + ";" : "";
    return server + (uri.isEmpty() ? text.toString() : uri) + id;
  }

  private static void namespace(StringBuilder text, int index) {
    if (index != 0) {
      text.append("ns=").append(index).append(';');
    }
  }

  @Nullable String qualifiedName() {
    int namespace = bytes.getShort() & 0xFFFF;
    String name = string();
    return namespace == 0 ? name : namespace + ":" + name;
  }

  private @Nullable String localizedText() {
    int mask = bytes.get();
    if ((mask & 1) != 0) {
      string();
    }
    return (mask & 2) != 0 ? string() : null;
  }

  private @Nullable String extensionObject() {
    nodeId();
    return bytes.get() == 0 ? null : base64(byteString());
  }
}
