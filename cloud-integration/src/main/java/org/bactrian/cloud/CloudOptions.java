package org.bactrian.cloud;

import java.util.Objects;
import org.bactrian.cloud.http.HttpSettings;
import org.bactrian.cloud.storage.DatabaseSettings;
import org.bactrian.cloud.vault.keyvault.KeyVaultSettings;
import org.bactrian.iothub.link.ConnectionString;

/**
 * Options that the cloud is started with.
 *
 * @param http how its REST server is opened
 * @param hub the IoT Hub whose identities and twins are the registry
 * @param serviceBus connection string of the namespace that events come from and go to; a secret
 * @param eventHub connection string of IoT Hub's built-in endpoint, which telemetry is read from;
 *     empty reads none; a secret
 * @param keyVault the Key Vault of the keys of certificate authorities
 * @param database where that is kept which is no twin; replicas share it
 */
public record CloudOptions(
    HttpSettings http,
    Hub hub,
    String serviceBus,
    String eventHub,
    KeyVaultSettings keyVault,
    DatabaseSettings database) {

  /**
   * The service side of an IoT Hub.
   *
   * @param connectionString of a shared access policy; a secret
   * @param endpoint host and port to use instead of those of the connection string, empty for none
   * @param caFile PEM file of an authority to trust for this hub, empty for none
   */
  public record Hub(ConnectionString connectionString, String endpoint, String caFile) {

    public Hub {
      Objects.requireNonNull(connectionString, "connectionString");
      Objects.requireNonNull(endpoint, "endpoint");
      Objects.requireNonNull(caFile, "caFile");
    }
  }

  /** Options of a cloud that reads no telemetry and has no Key Vault. */
  public CloudOptions(HttpSettings http, Hub hub, String serviceBus, DatabaseSettings database) {
    this(http, hub, serviceBus, "", KeyVaultSettings.NONE, database);
  }

  public CloudOptions {
    if (!serviceBus.contains("Endpoint=sb://")) {
      throw new IllegalArgumentException(
          "The connection string of Service Bus begins with Endpoint=sb://. Copy it whole from the"
              + " shared access policies of the namespace");
    }
    if (!eventHub.isEmpty() && !eventHub.matches("Endpoint=sb://.*;EntityPath=.*")) {
      throw new IllegalArgumentException(
          "The connection string of IoT Hub's events begins with Endpoint=sb:// and names an"
              + " EntityPath. Copy it whole from the hub's built-in endpoints");
    }
  }

  /** Names what is reached, not the keys. */
  @Override
  public String toString() {
    return "CloudOptions[" + http + ", " + hub + ", " + database + "]";
  }
}
