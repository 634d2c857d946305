package org.bactrian.model.twin;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import java.io.IOException;

/** Reads an attribute by its name, in any case, or by its id (Part 6, A.1), which begins at 1. */
final class AttributeNameReader extends StdDeserializer<AttributeName> {

  private static final long serialVersionUID = 1L;

  AttributeNameReader() {
    super(AttributeName.class);
  }

  @Override
  public AttributeName deserialize(JsonParser parser, DeserializationContext context)
      throws IOException {
    boolean number = parser.currentToken() == JsonToken.VALUE_NUMBER_INT;
    String text = number ? parser.getText() : parser.getValueAsString("");
    for (AttributeName name : AttributeName.values()) {
      if (name.name().equalsIgnoreCase(text) || Integer.toString(name.ordinal() + 1).equals(text)) {
        return name;
      }
    }
    return (AttributeName)
        (number
            ? context.handleWeirdNumberValue(handledType(), parser.getIntValue(), "no attribute id")
            : context.handleWeirdStringValue(handledType(), text, "no name of an attribute"));
  }
}
