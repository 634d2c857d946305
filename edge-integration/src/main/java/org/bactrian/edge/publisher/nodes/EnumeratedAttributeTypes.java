package org.bactrian.edge.publisher.nodes;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.bactrian.edge.publisher.group.MessageEncoding;
import org.bactrian.edge.publisher.group.MessagingMode;

/**
 * Types of attributes whose value is one of several names. Their numbers are those of OPC
 * Publisher's enumerations, whose configuration reads both.
 */
final class EnumeratedAttributeTypes {

  static final AttributeType MESSAGING_MODE =
      AttributeType.choice(
          Arrays.stream(MessagingMode.values()).map(MessagingMode::text).toArray(String[]::new));
  static final AttributeType MESSAGE_ENCODING =
      AttributeType.numbered(
          Arrays.stream(MessageEncoding.values())
              .collect(
                  Collectors.toMap(
                      MessageEncoding::text,
                      MessageEncoding::number,
                      (one, same) -> one,
                      LinkedHashMap::new)));

  static final AttributeType SECURITY_MODE =
      AttributeType.choice("Best", "Sign", "SignAndEncrypt", "None", "NotNone");

  static final AttributeType AUTHENTICATION_MODE =
      AttributeType.choice("Anonymous", "UsernamePassword", "Certificate");

  static final AttributeType TRANSPORT =
      AttributeType.choice(
          "IoTHub",
          "Mqtt",
          "EventHub",
          "Dapr",
          "Http",
          "FileSystem",
          "AioMqtt",
          "AioDss",
          "Null",
          "Log");

  static final AttributeType ROUTING_MODE =
      AttributeType.choice("None", "UseBrowseNames", "UseBrowseNamesWithNamespaceIndex");

  static final AttributeType HEARTBEAT_BEHAVIOR = AttributeType.numbered(heartbeatBehaviors());

  static final AttributeType WATCHDOG_BEHAVIOR =
      AttributeType.choice("Diagnostic", "Reset", "FailFast", "ExitProcess");

  static final AttributeType WATCHDOG_CONDITION =
      AttributeType.choice("WhenAllAreLate", "WhenAnyIsLate");

  static final AttributeType DATA_CHANGE_TRIGGER =
      AttributeType.choice("Status", "StatusValue", "StatusValueTimestamp");

  static final AttributeType DEADBAND_TYPE = AttributeType.choice("Absolute", "Percent");

  static final AttributeType QUALITY_OF_SERVICE =
      AttributeType.choice("AtMostOnce", "AtLeastOnce", "ExactlyOnce");

  /** By name, or by the number that OPC UA gives it (Part 6, A.1). */
  static final AttributeType NODE_ATTRIBUTE = new AttributeType.AttributeName();

  private EnumeratedAttributeTypes() {}

  /** Its numbers are combinations of flags. */
  private static Map<String, Integer> heartbeatBehaviors() {
    Map<String, Integer> numbers = new LinkedHashMap<>();
    numbers.put("WatchdogLKV", 0);
    numbers.put("WatchdogLKG", 1);
    numbers.put("PeriodicLKV", 2);
    numbers.put("PeriodicLKG", 3);
    numbers.put("WatchdogLKVWithUpdatedTimestamps", 4);
    numbers.put("WatchdogLKVDiagnosticsOnly", 8);
    numbers.put("PeriodicLKVDropValue", 0x12);
    numbers.put("PeriodicLKGDropValue", 0x13);
    return numbers;
  }
}
