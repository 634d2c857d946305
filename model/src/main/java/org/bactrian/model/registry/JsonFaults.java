package org.bactrian.model.registry;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.InvalidFormatException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Describes faults of JSON in the terms of its author: the property, its value, the mend. */
final class JsonFaults {

  private static final int LONGEST_VALUE = 60;

  private JsonFaults() {}

  static String words(JsonProcessingException fault) {
    if (fault instanceof StreamConstraintsException) {
      return "The body is nested too deeply, or has a name, text or number that is too long.";
    }
    if (!(fault instanceof JsonMappingException mapping)) {
      return "The body is no JSON" + at(fault.getLocation()) + ".";
    }
    String place = path(mapping);
    if (mapping instanceof InvalidFormatException format) {
      return place + " is " + value(format.getValue()) + ". Write " + form(format) + ".";
    }
    if (mapping instanceof MismatchedInputException mismatch && mismatch.getTargetType() != null) {
      return place + " has another form. Write " + form(mismatch) + ".";
    }
    // What a record says of its own values.
    if (mapping.getCause() instanceof IllegalArgumentException own && own.getMessage() != null) {
      return place + ": " + own.getMessage();
    }
    return place + " cannot be read" + at(mapping.getLocation()) + ".";
  }

  private static String at(@Nullable JsonLocation place) {
    return place == null || place.getLineNr() < 1
        ? ""
        : ": look at line " + place.getLineNr() + ", column " + place.getColumnNr();
  }

  private static String value(@Nullable Object value) {
    String text = String.valueOf(value);
    String shown =
        text.length() > LONGEST_VALUE ? text.substring(0, LONGEST_VALUE) + "\u2026" : text;
    return value instanceof CharSequence ? "\"" + shown + "\"" : shown;
  }

  private static String form(MismatchedInputException fault) {
    Class<?> type = fault.getTargetType();
    if (type.isEnum()) {
      return Arrays.stream(type.getEnumConstants())
          .map(Object::toString)
          .collect(Collectors.joining(", ", "one of ", ""));
    }
    if (type == Duration.class) {
      return "a time as hh:mm:ss or d.hh:mm:ss, such as \"00:00:05\"";
    }
    if (type == Instant.class) {
      return "a time such as \"2026-01-02T03:04:05Z\"";
    }
    if (type == Boolean.class || type == boolean.class) {
      return "true or false";
    }
    if (type == String.class) {
      return "a text, such as \"abc\"";
    }
    if (type == byte[].class) {
      return "base64";
    }
    if (type.isPrimitive() || Number.class.isAssignableFrom(type)) {
      return "a number, such as 5";
    }
    return type.isArray() || Collection.class.isAssignableFrom(type)
        ? "a list, such as [\"abc\"]"
        : "an object, such as {}";
  }

  private static String path(JsonMappingException fault) {
    StringBuilder path = new StringBuilder();
    for (JsonMappingException.Reference step : fault.getPath()) {
      if (step.getFieldName() == null) {
        path.append('[').append(step.getIndex()).append(']');
      } else {
        path.append(path.isEmpty() ? "" : ".").append(step.getFieldName());
      }
    }
    return path.isEmpty() ? "The body" : path.toString();
  }
}
