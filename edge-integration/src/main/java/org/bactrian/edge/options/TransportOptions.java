package org.bactrian.edge.options;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Options of the transports that carry messages.
 *
 * @param hub credential of the edge at IoT Hub
 * @param hubCa PEM file of an authority that IoT Hub or a gateway is trusted by; an empty path for
 *     the authorities that Java trusts
 * @param mqtt broker of transport {@code mqtt5}, on which methods can be called, too
 * @param topics topics at that broker
 * @param outputFolder folder of transport {@code file}, an empty path for the kamelet's
 */
@RecordBuilder
public record TransportOptions(
    HubCredential hub, Path hubCa, MqttBroker mqtt, TopicTemplates topics, Path outputFolder)
    implements TransportOptionsBuilder.With {

  /** The authority that IoT Hub is trusted by besides those of Java. */
  public Optional<Path> hubAuthority() {
    return hubCa.toString().isEmpty() ? Optional.empty() : Optional.of(hubCa);
  }

  /** Returns the properties of the kamelets {@code file-} and {@code mqtt5-telemetry-sink}. */
  public Map<String, String> kameletProperties() {
    Map<String, String> properties = new TreeMap<>();
    put(properties, "file-telemetry-sink.folder", outputFolder.toString());
    put(properties, "mqtt5-telemetry-sink.brokerUrl", mqtt.url());
    put(properties, "mqtt5-telemetry-sink.clientId", mqtt.clientId());
    put(properties, "mqtt5-telemetry-sink.username", mqtt.userName());
    put(properties, "mqtt5-telemetry-sink.password", mqtt.password());
    return properties;
  }

  private static void put(Map<String, String> properties, String name, String value) {
    if (!value.isEmpty()) {
      properties.put("camel.kamelet." + name, value);
    }
  }
}
