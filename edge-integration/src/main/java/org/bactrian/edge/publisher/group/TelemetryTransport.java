package org.bactrian.edge.publisher.group;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/** Transports of NetworkMessages for which the edge has a sink kamelet. */
public enum TelemetryTransport {
  IOT_HUB("IoTHub", "iothub"),
  MQTT("Mqtt", "mqtt5"),
  FILE_SYSTEM("FileSystem", "file"),
  LOG("Log", "log"),
  NULL("Null", "null");

  private final String text;
  private final String kamelet;

  TelemetryTransport(String text, String kamelet) {
    this.text = text;
    this.kamelet = kamelet;
  }

  /** The name in files and options. */
  public String text() {
    return text;
  }

  /** The first part of the name of its {@code -telemetry-sink} kamelet. */
  public String kamelet() {
    return kamelet;
  }

  /** The transport of that name, whatever its case, or of that kamelet. */
  public static Optional<TelemetryTransport> of(String name) {
    return Arrays.stream(values())
        .filter(one -> one.text.equalsIgnoreCase(name) || one.kamelet.equalsIgnoreCase(name))
        .findFirst();
  }

  /** All names, with commas between. */
  public static String names() {
    return Arrays.stream(values()).map(TelemetryTransport::text).collect(Collectors.joining(", "));
  }
}
