package org.bactrian.edge.twin.contract;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import java.io.IOException;

/**
 * Reads a constant of an enumeration by its name, in any case, or by the number that OPC Twin has
 * for it, where that is not its position.
 */
abstract class NumberedChoiceReader<E extends Enum<E>> extends StdDeserializer<E> {

  private final Class<E> type;

  NumberedChoiceReader(Class<E> type) {
    super(type);
    this.type = type;
  }

  /** The number of a constant; the first of several that share one is meant by it. */
  abstract int numberOf(E constant);

  @Override
  public E deserialize(JsonParser parser, DeserializationContext context) throws IOException {
    boolean number = parser.currentToken() == JsonToken.VALUE_NUMBER_INT;
    String text = number ? parser.getText() : parser.getValueAsString("");
    for (E constant : type.getEnumConstants()) {
      if (constant.name().equalsIgnoreCase(text)
          || Integer.toString(numberOf(constant)).equals(text)) {
        return constant;
      }
    }
    String fault = "not one of " + type.getSimpleName();
    return type.cast(
        number
            ? context.handleWeirdNumberValue(type, parser.getNumberValue(), fault)
            : context.handleWeirdStringValue(type, text, fault));
  }
}
