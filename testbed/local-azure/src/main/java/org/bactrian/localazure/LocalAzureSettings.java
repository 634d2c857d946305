package org.bactrian.localazure;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.nio.file.Path;
import org.bactrian.localazure.eventhub.EventRetention;
import org.bactrian.localazure.hub.routing.RoutingSettings;
import org.bactrian.localazure.servicebus.entity.BusEntities;

/**
 * Data folder, ports and entities of the local Azure.
 *
 * @param dataFolder holds the state, the certificates and {@code local-azure.json}; made when
 *     missing
 * @param mqttPort where devices connect; 0 takes any free port
 * @param restPort where services connect; 0 takes any free port
 * @param amqpPort where clients of Service Bus connect; 0 takes any free port
 * @param keyVaultPort where clients of Key Vault connect; 0 takes any free port
 * @param entities queues and topics of Service Bus
 * @param routing which messages of the hub go to which of them
 * @param retention how much of the telemetry the hub's built-in endpoint keeps
 */
@RecordBuilder
public record LocalAzureSettings(
    Path dataFolder,
    int mqttPort,
    int restPort,
    int amqpPort,
    int keyVaultPort,
    BusEntities entities,
    RoutingSettings routing,
    EventRetention retention)
    implements LocalAzureSettingsBuilder.With {

  /** The port that device SDKs use. */
  public static final int DEFAULT_MQTT_PORT = 8883;

  /** The port of the service REST. */
  public static final int DEFAULT_REST_PORT = 9443;

  /** The port of Service Bus. */
  public static final int DEFAULT_AMQP_PORT = 5672;

  /** The port of Key Vault. */
  public static final int DEFAULT_KEY_VAULT_PORT = 8443;

  private static final int MAX_PORT = 65_535;

  /** Checks the ports. */
  public LocalAzureSettings {
    requirePort("mqttPort", mqttPort);
    requirePort("restPort", restPort);
    requirePort("amqpPort", amqpPort);
    requirePort("keyVaultPort", keyVaultPort);
  }

  /** A data folder, the default ports, and what {@link PlatformEntities} needs. */
  public static LocalAzureSettings in(Path dataFolder) {
    return new LocalAzureSettings(
        dataFolder,
        DEFAULT_MQTT_PORT,
        DEFAULT_REST_PORT,
        DEFAULT_AMQP_PORT,
        DEFAULT_KEY_VAULT_PORT,
        PlatformEntities.ENTITIES,
        PlatformEntities.ROUTING,
        EventRetention.DEFAULT);
  }

  /** Returns the settings with any free ports, for tests. */
  public LocalAzureSettings withFreePorts() {
    return withMqttPort(0).withRestPort(0).withAmqpPort(0).withKeyVaultPort(0);
  }

  private static void requirePort(String name, int port) {
    if (port < 0 || port > MAX_PORT) {
      throw new IllegalArgumentException(name + " must be from 0 to 65535, was " + port);
    }
  }
}
