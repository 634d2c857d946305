package org.bactrian.localazure.hub.mqtt;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The properties of a message, or the parameters of a request, at the end of a topic: {@code
 * name=value&name=value}, both URL-encoded. Names that start with {@code $.} are system properties
 * ("Communicate with an IoT hub using the MQTT protocol", section "Sending device-to-cloud
 * messages", https://learn.microsoft.com/azure/iot/iot-mqtt-connect-to-iot-hub).
 *
 * @param system by the names that IoT Hub gives them in messages
 * @param application in the order sent
 * @param size bytes of all names and values that count against the size of a message
 */
record PropertyBag(Map<String, String> system, Map<String, String> application, int size) {

  private static final String SYSTEM_PREFIX = "$.";

  private static final Map<String, String> SYSTEM_NAMES =
      Map.ofEntries(
          Map.entry("$.mid", "message-id"),
          Map.entry("$.cid", "correlation-id"),
          Map.entry("$.uid", "user-id"),
          Map.entry("$.to", "to"),
          Map.entry("$.ct", "content-type"),
          Map.entry("$.ce", "content-encoding"),
          Map.entry("$.exp", "absolute-expiry-time"),
          Map.entry("$.ctime", "iothub-creation-time-utc"),
          Map.entry("$.on", "iothub-outputname"),
          Map.entry("$.ifid", "iothub-interface-id"),
          Map.entry("$.sub", "dt-subject"),
          Map.entry("$.cdid", "iothub-connection-device-id"),
          Map.entry("$.cmid", "iothub-connection-module-id"));

  /**
   * Reads the end of a topic, with or without a leading question mark and a trailing slash.
   *
   * @throws IllegalArgumentException when the encoding is broken
   */
  static PropertyBag parse(String text) {
    Map<String, String> system = new LinkedHashMap<>();
    Map<String, String> application = new LinkedHashMap<>();
    int size = 0;
    int from = text.startsWith("?") ? 1 : 0;
    int to = text.endsWith("/") ? text.length() - 1 : text.length();
    for (String pair : text.substring(Math.min(from, to), to).split("&")) {
      if (pair.isEmpty()) {
        continue;
      }
      int equals = pair.indexOf('=');
      String name = decode(equals < 0 ? pair : pair.substring(0, equals));
      String value = equals < 0 ? "" : decode(pair.substring(equals + 1));
      if (name.startsWith(SYSTEM_PREFIX)) {
        system.put(SYSTEM_NAMES.getOrDefault(name, name), value);
        size += utf8Length(value);
      } else {
        application.put(name, value);
        size += utf8Length(name) + utf8Length(value);
      }
    }
    return new PropertyBag(system, application, size);
  }

  // A plus is a plus here: only URLs of forms write spaces so.
  private static String decode(String text) {
    return text.indexOf('%') < 0
        ? text
        : URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
  }

  private static int utf8Length(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }
}
