package org.bactrian.localazure.hub.twin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.bactrian.localazure.hub.fault.HubFault;
import org.bactrian.localazure.hub.fault.HubFaultException;

/**
 * Rules of IoT Hub for tags and properties: sizes, depth, names and values as "Understand and use
 * device twins in IoT Hub", sections "Device twin size" and "Tags and properties format", say
 * (https://learn.microsoft.com/azure/iot-hub/iot-hub-devguide-device-twins).
 */
final class TwinRules {

  static final int MAX_TAGS_BYTES = 8 * 1024;
  static final int MAX_SECTION_BYTES = 32 * 1024;

  private static final int MAX_DEPTH = 10;
  private static final int MAX_NAME_BYTES = 1024;
  private static final int MAX_STRING_BYTES = 4096;
  private static final long MIN_INTEGER = -4_503_599_627_370_496L;
  private static final long MAX_INTEGER = 4_503_599_627_370_495L;

  private TwinRules() {}

  /** Checks names, depth and values of what a client wants to write. */
  static void requireValid(String section, ObjectNode content) {
    check(section, content, 0);
  }

  /** Checks the size of what would be stored. */
  static void requireFits(String section, ObjectNode values, int maxBytes) {
    long size = size(values);
    if (size > maxBytes) {
      throw new HubFaultException(
          HubFault.MESSAGE_TOO_LARGE,
          section + " would have " + size + " bytes, at most " + maxBytes + " are allowed");
    }
  }

  private static void check(String path, JsonNode node, int depth) {
    if (node instanceof ObjectNode object) {
      if (depth > MAX_DEPTH) {
        throw invalid(path, "is nested more than " + MAX_DEPTH + " deep");
      }
      for (Map.Entry<String, JsonNode> member : object.properties()) {
        checkName(path, member.getKey());
        check(path + "." + member.getKey(), member.getValue(), depth + 1);
      }
    } else if (node.isArray()) {
      if (depth > MAX_DEPTH) {
        throw invalid(path, "is nested more than " + MAX_DEPTH + " deep");
      }
      for (JsonNode element : node) {
        check(path + "[]", element, depth + 1);
      }
    } else if (node.isTextual() && utf8Length(node.textValue()) > MAX_STRING_BYTES) {
      throw invalid(path, "is longer than " + MAX_STRING_BYTES + " bytes");
    } else if (node.isIntegralNumber()
        && (!node.canConvertToLong()
            || node.longValue() < MIN_INTEGER
            || node.longValue() > MAX_INTEGER)) {
      throw invalid(path, "is outside " + MIN_INTEGER + " to " + MAX_INTEGER);
    }
  }

  private static void checkName(String path, String name) {
    boolean forbidden =
        name.isEmpty()
            || name.chars()
                .anyMatch(c -> c == '.' || c == '$' || c == ' ' || Character.isISOControl(c));
    if (forbidden) {
      throw invalid(
          path, "has a member whose name is empty or has '.', '$', space or control characters");
    }
    if (utf8Length(name) > MAX_NAME_BYTES) {
      throw invalid(path, "has a member whose name is longer than " + MAX_NAME_BYTES + " bytes");
    }
  }

  // Names and strings by their UTF-8 length, numbers as 8, booleans as 4, objects by their content.
  private static long size(JsonNode node) {
    if (node instanceof ObjectNode object) {
      long total = 0;
      for (Map.Entry<String, JsonNode> member : object.properties()) {
        total += utf8Length(member.getKey()) + size(member.getValue());
      }
      return total;
    }
    if (node.isArray()) {
      long total = 0;
      for (JsonNode element : node) {
        total += size(element);
      }
      return total;
    }
    if (node.isTextual()) {
      return utf8Length(node.textValue());
    }
    return node.isBoolean() ? 4 : 8;
  }

  private static int utf8Length(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }

  private static HubFaultException invalid(String path, String why) {
    return new HubFaultException(HubFault.ARGUMENT_INVALID, path + " " + why);
  }
}
