package org.bactrian.cloud.telemetry.decode;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.bactrian.iothub.events.HubMessage;

/** Forms of messages with values, by the media type that names them. */
enum TelemetrySchema {
  /** Samples in JSON: an object a value. */
  SAMPLES_JSON("application/x-monitored-item-json-v1"),
  /** Samples in the binary form of OPC Publisher 2.8. */
  SAMPLES_BINARY("application/x-monitored-item-uabinary-v1"),
  /** NetworkMessages, DataSetMessages or data sets in JSON (Part 14, 7.2.5). */
  NETWORK_JSON("application/x-network-message-json-v1"),
  /** NetworkMessages in the binary form of OPC Publisher 2.8, which is not UADP of Part 14. */
  NETWORK_BINARY("application/x-network-message-uadp-v1");

  /** Properties that name a schema: 2.8 uses the first, 2.9 the second, devices the third. */
  private static final List<String> PROPERTIES =
      List.of("$$ContentType", "$$MessageSchema", "iothub-message-schema");

  private final String mediaType;

  TelemetrySchema(String mediaType) {
    this.mediaType = mediaType;
  }

  /** The schema of a message; empty for one of another or of none. */
  static Optional<TelemetrySchema> of(HubMessage message) {
    return PROPERTIES.stream()
        .flatMap(name -> message.property(name).stream())
        .flatMap(
            value ->
                Arrays.stream(values()).filter(schema -> schema.mediaType.equalsIgnoreCase(value)))
        .findFirst();
  }

  /** Returns whether a message names any schema, be it one of these or not. */
  static boolean isNamed(HubMessage message) {
    return PROPERTIES.stream().anyMatch(name -> message.property(name).isPresent());
  }
}
