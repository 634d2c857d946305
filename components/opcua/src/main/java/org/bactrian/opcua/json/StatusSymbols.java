package org.bactrian.opcua.json;

import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.io.SerializedString;
import java.lang.reflect.Field;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import org.eclipse.milo.opcua.stack.core.StatusCodes;

/**
 * Names of status codes (Part 6, Annex A.2), ready to be written. The bits that say more about a
 * value than its quality (Part 4, 7.39) do not take part.
 */
public final class StatusSymbols {

  private static final long CODE_BITS = 0xFFFF0000L;
  private static final SerializableString UNKNOWN = new SerializedString("");
  private static final Map<Long, SerializableString> BY_CODE = byCode();
  private static final Map<String, Long> BY_SYMBOL = bySymbol();

  private StatusSymbols() {}

  /** The symbol, such as {@code BadNoCommunication}; empty for a code that has none. */
  public static String of(long statusCode) {
    return serialized(statusCode).getValue();
  }

  /** The code of a symbol, in whatever case and with or without underscores. */
  public static OptionalLong codeOf(String symbol) {
    Long code = BY_SYMBOL.get(symbol.replace("_", "").toLowerCase(Locale.ROOT));
    return code == null ? OptionalLong.empty() : OptionalLong.of(code);
  }

  static SerializableString serialized(long statusCode) {
    return BY_CODE.getOrDefault(statusCode & CODE_BITS, UNKNOWN);
  }

  private static Map<Long, SerializableString> byCode() {
    Map<Long, SerializableString> symbols = new HashMap<>();
    for (Field field : StatusCodes.class.getFields()) {
      if (field.getType() == long.class) {
        try {
          // Milo writes Bad_NoCommunication where the specification has BadNoCommunication.
          symbols.putIfAbsent(
              field.getLong(null), new SerializedString(field.getName().replace("_", "")));
        } catch (IllegalAccessException e) {
          throw new IllegalStateException(e);
        }
      }
    }
    symbols.put(0L, new SerializedString("Good"));
    symbols.put(0x40000000L, new SerializedString("Uncertain"));
    symbols.put(0x80000000L, new SerializedString("Bad"));
    return Map.copyOf(symbols);
  }

  private static Map<String, Long> bySymbol() {
    Map<String, Long> codes = new HashMap<>();
    BY_CODE.forEach((code, symbol) -> codes.put(symbol.getValue().toLowerCase(Locale.ROOT), code));
    return Map.copyOf(codes);
  }
}
