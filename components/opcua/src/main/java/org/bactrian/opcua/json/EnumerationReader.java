package org.bactrian.opcua.json;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.milo.opcua.stack.core.OpcUaDataType;
import org.eclipse.milo.opcua.stack.core.types.structured.EnumDefinition;
import org.eclipse.milo.opcua.stack.core.types.structured.EnumField;

/**
 * Reads values of enumerations by number, by name, and by both as in {@code Running_0} (Part 6,
 * 5.4.4).
 */
final class EnumerationReader {

  private static final Pattern NAME_AND_NUMBER = Pattern.compile(".*_(-?\\d{1,10})");
  private static final int MOST_NAMES = 12;

  private EnumerationReader() {}

  /**
   * Reads a value.
   *
   * @param definition the names; without them a bare name can not be read
   */
  static Integer read(JsonNode json, Optional<EnumDefinition> definition) {
    String text = LenientText.unquoted(json.asText());
    Optional<Integer> named =
        fields(definition)
            .filter(field -> text.equals(field.getName()))
            .findFirst()
            .or(
                () ->
                    fields(definition)
                        .filter(field -> text.equalsIgnoreCase(field.getName()))
                        .findFirst())
            .map(field -> field.getValue().intValue());
    if (named.isPresent()) {
      return named.get();
    }
    Matcher both = NAME_AND_NUMBER.matcher(text);
    try {
      return both.matches()
          ? Integer.valueOf(both.group(1))
          : (Integer) NumberReader.read(OpcUaDataType.Int32, json);
    } catch (ValueFaultException | NumberFormatException e) {
      throw ValueFaultException.of(
          json, "is no value of the enumeration", "Write a number" + names(definition) + ".");
    }
  }

  private static String names(Optional<EnumDefinition> definition) {
    String names =
        fields(definition)
            .map(EnumField::getName)
            .limit(MOST_NAMES)
            .collect(Collectors.joining(", "));
    return names.isEmpty() ? "" : ", or one of " + names;
  }

  private static Stream<EnumField> fields(Optional<EnumDefinition> definition) {
    return definition.map(EnumDefinition::getFields).stream().flatMap(Arrays::stream);
  }
}
