package org.bactrian.launcher.azure;

import java.io.IOException;
import org.bactrian.iothub.link.ConnectionString;
import org.bactrian.iothub.rest.HubService;

/** Opens service clients of IoT Hub. */
public final class HubClients {

  private HubClients() {}

  /**
   * A hub of Azure.
   *
   * @throws IllegalArgumentException when the connection string is none of a hub's service side
   */
  public static HubService real(String connectionString) throws IOException {
    return new HubService(ConnectionString.parse(connectionString), "", "");
  }

  /**
   * The hub of the local Azure.
   *
   * @throws IOException when its authority cannot be read
   */
  public static HubService local(LocalEndpoints endpoints) throws IOException {
    return new HubService(
        ConnectionString.parse(endpoints.iotHubServiceConnectionString()),
        endpoints.iotHubEndpoint(),
        endpoints.caFile());
  }
}
