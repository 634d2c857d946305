package org.bactrian.cloud.telemetry.decode;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bactrian.model.telemetry.BuiltInTypeNames;
import org.jspecify.annotations.Nullable;

/**
 * Reader of fields in JSON: bare values, DataValues, and Variants that name their type (Part 6,
 * 5.4). Not thread-safe.
 */
final class JsonFieldReader {

  private static final List<String> MEMBERS =
      List.of(
          "Value",
          "StatusCode",
          "SourceTimestamp",
          "SourcePicoseconds",
          "ServerTimestamp",
          "ServerPicoseconds");

  private static final String TYPE = "Type";
  private static final String BODY = "Body";
  private static final int MAX_PICOSECONDS = 9_999;

  /** Length of the longest integer of 64 bits as text, with its sign. */
  private static final int MAX_INTEGER_TEXT = 20;

  private final JsonParser json;
  private final TimestampParser times;
  private final BodyParts parts;

  JsonFieldReader(JsonParser json, TimestampParser times, BodyParts parts) {
    this.json = json;
    this.times = times;
    this.parts = parts;
  }

  /** Value that names its type. */
  private record TypedValue(@Nullable Object type, @Nullable Object body) {}

  /** Reads the field at the parser's token, and stays at its last token. */
  DecodedField read(String name) throws IOException {
    DecodedField field = new DecodedField(name);
    if (json.currentToken() == JsonToken.START_OBJECT) {
      readObject(field);
    } else {
      setValue(field, readValue());
    }
    return field;
  }

  /** An object is a DataValue as long as it has no other members, and else a value itself. */
  private void readObject(DecodedField field) throws IOException {
    @Nullable Object[] slots = new Object[MEMBERS.size()];
    Map<String, @Nullable Object> others = null;
    while (json.nextToken() != JsonToken.END_OBJECT) {
      String member = json.currentName();
      json.nextToken();
      int slot = others == null ? slot(member) : -1;
      if (slot >= 0) {
        slots[slot] = slot == 0 ? readValue() : readPlain();
        continue;
      }
      if (others == null) {
        others = new LinkedHashMap<>();
        for (int i = 0; i < slots.length; i++) {
          if (slots[i] != null) {
            others.put(MEMBERS.get(i), plain(slots[i]));
          }
        }
      }
      others.put(member, readPlain());
    }
    if (others == null) {
      setDataValue(field, slots);
    } else {
      setValue(field, valueOf(others));
    }
  }

  private static int slot(String member) {
    for (int i = 0; i < MEMBERS.size(); i++) {
      if (MEMBERS.get(i).equals(member)) {
        return i;
      }
    }
    for (int i = 0; i < MEMBERS.size(); i++) {
      if (MEMBERS.get(i).equalsIgnoreCase(member)) {
        return i;
      }
    }
    return -1;
  }

  private void setDataValue(DecodedField field, @Nullable Object[] slots) {
    setValue(field, slots[0]);
    field.status = status(slots[1]);
    field.sourceTimestamp = time(slots[2]);
    field.sourcePicoseconds = picoseconds(slots[3]);
    field.serverTimestamp = time(slots[4]);
    field.serverPicoseconds = picoseconds(slots[5]);
  }

  private static void setValue(DecodedField field, @Nullable Object value) {
    if (value instanceof TypedValue typed) {
      String type =
          typed.type() instanceof Long number
              ? BuiltInTypeNames.of(number).orElseGet(number::toString)
              : String.valueOf(typed.type());
      field.dataType = type;
      field.value = type.endsWith("Int64") ? integers(typed.body()) : typed.body();
    } else {
      field.dataType = GuessedTypeName.of(value);
      field.value = value;
    }
  }

  /** Integers of 64 bits are texts in JSON that follows the standard to the letter. */
  private static @Nullable Object integers(@Nullable Object body) {
    if (body instanceof List<?> elements) {
      List<@Nullable Object> numbers = new ArrayList<>(elements.size());
      for (Object element : elements) {
        numbers.add(integers(element));
      }
      return numbers;
    }
    return body instanceof String digits ? integer(digits) : body;
  }

  /** The time to parse digits grows with their square, so what is no integer of 64 bits is not. */
  private static Object integer(String digits) {
    if (digits.length() > MAX_INTEGER_TEXT) {
      throw new IllegalArgumentException(
          "an integer of 64 bits with %,d digits".formatted(digits.length()));
    }
    return integer(new BigInteger(digits));
  }

  private static Object integer(BigInteger number) {
    return number.bitLength() < Long.SIZE ? (Object) number.longValue() : number;
  }

  private @Nullable Instant time(@Nullable Object text) {
    return text == null ? null : times.read(text.toString()).orElse(null);
  }

  private static @Nullable Integer picoseconds(@Nullable Object number) {
    return number instanceof Long value && value >= 1 && value <= MAX_PICOSECONDS
        ? value.intValue()
        : null;
  }

  /**
   * The symbol of a status code.
   *
   * @param code a number, a symbol, or an object with Symbol and Code
   * @return null for Good and for none
   */
  static @Nullable String status(@Nullable Object code) {
    String symbol = null;
    if (code instanceof Long number) {
      symbol = StatusCodeSymbols.of(number);
    } else if (code instanceof String text) {
      symbol = text;
    } else if (code instanceof Map<?, ?> both) {
      symbol =
          both.get("Symbol") instanceof String text && !text.isEmpty()
              ? text
              : status(both.get("Code"));
    }
    return symbol == null || symbol.isEmpty() || symbol.equals(StatusCodeSymbols.GOOD)
        ? null
        : symbol;
  }

  private @Nullable Object readPlain() throws IOException {
    return plain(readValue());
  }

  private static @Nullable Object plain(@Nullable Object value) {
    return value instanceof TypedValue typed ? typed.body() : value;
  }

  private @Nullable Object readValue() throws IOException {
    parts.add(1);
    return switch (json.currentToken()) {
      case START_OBJECT -> readMembers();
      case START_ARRAY -> readElements();
      case VALUE_STRING -> json.getText();
      case VALUE_NUMBER_INT ->
          json.getNumberType() == JsonParser.NumberType.BIG_INTEGER
              ? json.getBigIntegerValue()
              : (Object) json.getLongValue();
      case VALUE_NUMBER_FLOAT -> fraction();
      case VALUE_TRUE -> Boolean.TRUE;
      case VALUE_FALSE -> Boolean.FALSE;
      default -> null;
    };
  }

  /** A number that no double holds stays text, as infinities are in the JSON of OPC UA. */
  private Object fraction() throws IOException {
    double number = json.getDoubleValue();
    return Double.isFinite(number) ? (Object) number : json.getText();
  }

  private List<@Nullable Object> readElements() throws IOException {
    List<@Nullable Object> elements = new ArrayList<>();
    while (json.nextToken() != JsonToken.END_ARRAY) {
      elements.add(readPlain());
    }
    return elements;
  }

  private Object readMembers() throws IOException {
    Map<String, @Nullable Object> members = new LinkedHashMap<>();
    while (json.nextToken() != JsonToken.END_OBJECT) {
      String member = json.currentName();
      json.nextToken();
      members.put(member, readPlain());
    }
    return valueOf(members);
  }

  private static Object valueOf(Map<String, @Nullable Object> members) {
    return members.size() == 2 && members.containsKey(TYPE) && members.containsKey(BODY)
        ? new TypedValue(members.get(TYPE), members.get(BODY))
        : members;
  }
}
