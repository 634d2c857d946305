package org.bactrian.edge.options;

import java.nio.file.Path;
import java.util.Optional;

/**
 * Where messages go.
 *
 * @param hub how the edge shows IoT Hub who it is
 * @param hubCa PEM file of an authority that IoT Hub or a gateway is trusted by; an empty path for
 *     the authorities that Java trusts
 * @param mqttConnectionString MQTT broker, empty for none; a secret, which {@link #toString()}
 *     leaves out
 * @param outputFolder folder of transport {@code file}
 */
public record TransportOptions(
    HubCredential hub, Path hubCa, String mqttConnectionString, Path outputFolder) {

  /** The authority that IoT Hub is trusted by besides those of Java. */
  public Optional<Path> hubAuthority() {
    return hubCa.toString().isEmpty() ? Optional.empty() : Optional.of(hubCa);
  }

  /** The same with another IoT Hub. */
  public TransportOptions withHub(HubCredential credential, Path ca) {
    return new TransportOptions(credential, ca, mqttConnectionString, outputFolder);
  }

  @Override
  public String toString() {
    return "TransportOptions[hub="
        + hub
        + ", hubCa="
        + hubCa
        + ", mqtt="
        + (mqttConnectionString.isEmpty() ? "none" : "***")
        + ", outputFolder="
        + outputFolder
        + "]";
  }
}
