package org.bactrian.localazure.hub.query;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The way from a twin to one of its members, such as {@code tags.location.plant}.
 *
 * @param segments names from the outermost to the innermost, at least one
 */
record PropertyPath(List<String> segments) {

  /**
   * Properties that IoT Hub writes itself at the top of a twin; queries may spell it in any case.
   */
  private static final Map<String, String> SYSTEM_NAMES =
      new TreeMap<>(String.CASE_INSENSITIVE_ORDER);

  static {
    for (String name :
        List.of(
            "deviceId",
            "moduleId",
            "etag",
            "deviceEtag",
            "status",
            "statusReason",
            "statusUpdateTime",
            "connectionState",
            "lastActivityTime",
            "cloudToDeviceMessageCount",
            "authenticationType",
            "x509Thumbprint",
            "capabilities",
            "deviceScope",
            "modelId",
            "version",
            "tags",
            "properties")) {
      SYSTEM_NAMES.put(name, name);
    }
  }

  PropertyPath {
    segments = List.copyOf(segments);
  }

  /** Returns the member, or Jackson's missing node where the twin has none: undefined. */
  JsonNode in(JsonNode twin) {
    String first = segments.get(0);
    JsonNode node = twin.path(twin.has(first) ? first : SYSTEM_NAMES.getOrDefault(first, first));
    for (String segment : segments.subList(1, segments.size())) {
      node = node.isArray() ? element(node, segment) : node.path(segment);
    }
    return node;
  }

  private static JsonNode element(JsonNode array, String index) {
    return index.matches("\\d{1,9}")
        ? array.path(Integer.parseInt(index))
        : MissingNode.getInstance();
  }

  /** Returns the innermost name, which is how a column without an alias is called. */
  String name() {
    String last = segments.get(segments.size() - 1);
    return segments.size() == 1 ? SYSTEM_NAMES.getOrDefault(last, last) : last;
  }
}
