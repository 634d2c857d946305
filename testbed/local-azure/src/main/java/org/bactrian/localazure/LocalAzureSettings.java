package org.bactrian.localazure;

import java.nio.file.Path;

/**
 * Where the local Azure keeps its state and where it listens.
 *
 * @param dataFolder holds the state, the certificates and {@code local-azure.json}; made when
 *     missing
 * @param mqttPort where devices connect; 0 takes any free port
 * @param restPort where services connect; 0 takes any free port
 */
public record LocalAzureSettings(Path dataFolder, int mqttPort, int restPort) {

  /** The port that device SDKs use. */
  public static final int DEFAULT_MQTT_PORT = 8883;

  /** The port of the service REST. */
  public static final int DEFAULT_REST_PORT = 9443;

  private static final int MAX_PORT = 65_535;

  /** Checks the ports. */
  public LocalAzureSettings {
    requirePort("mqttPort", mqttPort);
    requirePort("restPort", restPort);
  }

  /** A data folder and the default ports. */
  public static LocalAzureSettings in(Path dataFolder) {
    return new LocalAzureSettings(dataFolder, DEFAULT_MQTT_PORT, DEFAULT_REST_PORT);
  }

  /** The same with another port for devices. */
  public LocalAzureSettings withMqttPort(int port) {
    return new LocalAzureSettings(dataFolder, port, restPort);
  }

  /** The same with another port for services. */
  public LocalAzureSettings withRestPort(int port) {
    return new LocalAzureSettings(dataFolder, mqttPort, port);
  }

  /** The same with any free ports, for tests. */
  public LocalAzureSettings withFreePorts() {
    return withMqttPort(0).withRestPort(0);
  }

  private static void requirePort(String name, int port) {
    if (port < 0 || port > MAX_PORT) {
      throw new IllegalArgumentException(name + " must be from 0 to 65535, was " + port);
    }
  }
}
