package org.bactrian.localazure;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.bactrian.model.file.OwnerOnly;

/**
 * Connection data for other programs on this machine: {@code local-azure.json} in the data folder,
 * readable by its owner only.
 *
 * @param iotHubServiceConnectionString without a port
 * @param iotHubEndpoint URL of the service REST
 * @param mqttEndpoint host and port for devices
 * @param serviceBusConnectionString for the SDKs of Service Bus
 * @param eventHubConnectionString of the hub's built-in endpoint, for the SDKs of Event Hubs
 * @param keyVaultUrl URL of the vault, which is the authority for its tokens too
 * @param keyVaultTenantId directory of the client of the vault
 * @param keyVaultClientId id of the client that gets tokens for the vault
 * @param keyVaultClientSecret what it proves itself with
 * @param caFile path of the certificate to trust
 * @param edgeConnectionString of a module that is ready to use, for the Java device SDK
 */
@JsonPropertyOrder({
  "iotHubServiceConnectionString",
  "iotHubEndpoint",
  "mqttEndpoint",
  "serviceBusConnectionString",
  "eventHubConnectionString",
  "keyVaultUrl",
  "keyVaultTenantId",
  "keyVaultClientId",
  "keyVaultClientSecret",
  "caFile",
  "edgeConnectionString"
})
@RecordBuilder
record EndpointsFile(
    String iotHubServiceConnectionString,
    String iotHubEndpoint,
    String mqttEndpoint,
    String serviceBusConnectionString,
    String eventHubConnectionString,
    String keyVaultUrl,
    String keyVaultTenantId,
    String keyVaultClientId,
    String keyVaultClientSecret,
    String caFile,
    String edgeConnectionString) {

  static final String NAME = "local-azure.json";

  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  void write(Path folder) {
    try {
      String text = JSON.writeValueAsString(this) + "\n";
      OwnerOnly.write(folder.resolve(NAME), text.getBytes(StandardCharsets.UTF_8));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Names the endpoints, not the keys. */
  @Override
  public String toString() {
    return "EndpointsFile[" + iotHubEndpoint + ", " + mqttEndpoint + "]";
  }
}
