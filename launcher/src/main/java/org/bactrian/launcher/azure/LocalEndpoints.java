package org.bactrian.launcher.azure;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Endpoints of a local Azure on this machine, as it wrote them into its data folder.
 *
 * @param iotHubServiceConnectionString for services; a secret
 * @param iotHubEndpoint URL of the service REST
 * @param mqttEndpoint host and port for devices
 * @param serviceBusConnectionString of the queues and topics; a secret
 * @param eventHubConnectionString of the hub's telemetry; a secret
 * @param keyVaultUrl URL of the vault, which is the authority for its tokens too
 * @param keyVaultTenantId directory of the client of the vault
 * @param keyVaultClientId id of the client that gets tokens for the vault
 * @param keyVaultClientSecret what it proves itself with; a secret
 * @param caFile path of the certificate to trust
 * @param edgeConnectionString of a module that is ready to use; a secret
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@RecordBuilder
public record LocalEndpoints(
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

  private static final String FILE = "local-azure.json";

  /** A file that lacks a member, or goes on after its end, is damaged. */
  private static final ObjectMapper JSON =
      new ObjectMapper()
          .enable(
              DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES,
              DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES,
              DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  /**
   * Reads what the local Azure with this data folder wrote.
   *
   * @return nothing when none was started there
   * @throws IllegalStateException when the file is not what a local Azure writes
   */
  public static Optional<LocalEndpoints> in(Path data) {
    Path file = data.resolve(FILE);
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    try {
      LocalEndpoints endpoints = JSON.readValue(file.toFile(), LocalEndpoints.class);
      if (endpoints == null) {
        throw new EOFException("it holds nothing");
      }
      return Optional.of(endpoints);
    } catch (IOException e) {
      throw new IllegalStateException(
          file + " cannot be read. Start the local Azure again, it writes a new one", e);
    }
  }

  /** The authority to trust. */
  public Path authority() {
    return Path.of(caFile);
  }

  /** Names the endpoints, not the keys. */
  @Override
  public String toString() {
    return "LocalEndpoints[" + iotHubEndpoint + ", " + mqttEndpoint + "]";
  }
}
