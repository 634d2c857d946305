package org.bactrian.edge.publisher.nodes;

import java.util.Arrays;
import org.bactrian.edge.publisher.group.MessageEncoding;
import org.bactrian.edge.publisher.group.MessagingMode;

/** The attributes that take one of some names. */
final class Choices {

  static final AttributeType MESSAGING_MODE =
      AttributeType.choice(
          Arrays.stream(MessagingMode.values()).map(MessagingMode::text).toArray(String[]::new));
  static final AttributeType MESSAGE_ENCODING =
      AttributeType.choice(
          Arrays.stream(MessageEncoding.values())
              .map(MessageEncoding::text)
              .toArray(String[]::new));

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

  static final AttributeType HEARTBEAT_BEHAVIOR =
      AttributeType.choice(
          "WatchdogLKV",
          "WatchdogLKG",
          "PeriodicLKV",
          "PeriodicLKG",
          "WatchdogLKVWithUpdatedTimestamps",
          "WatchdogLKVDiagnosticsOnly",
          "PeriodicLKVDropValue",
          "PeriodicLKGDropValue");

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

  private Choices() {}
}
