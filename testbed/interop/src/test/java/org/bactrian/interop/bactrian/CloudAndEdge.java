package org.bactrian.interop.bactrian;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.bactrian.cloud.CloudOptions;
import org.bactrian.cloud.http.HttpSettings;
import org.bactrian.cloud.security.LocalTokens;
import org.bactrian.cloud.security.TokenVerifier;
import org.bactrian.cloud.storage.DatabaseSettings;
import org.bactrian.cloud.vault.keyvault.KeyVaultSettings;
import org.bactrian.edge.options.EdgeOptionsReader;
import org.bactrian.iothub.link.ConnectionString;
import org.bactrian.launcher.azure.LocalEndpoints;
import org.bactrian.launcher.role.CloudRole;
import org.bactrian.launcher.role.EdgeRole;
import org.bactrian.launcher.role.Role;
import org.bactrian.localazure.LocalAzure;
import org.bactrian.localazure.LocalAzureSettings;
import org.bactrian.web.http.ListenAddress;

/** A cloud and an edge at a local Azure, which run in this JVM as their commands start them. */
public final class CloudAndEdge implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofMinutes(3);

  private final LocalAzure azure;
  private final CloudRole cloud;
  private final Role edge;
  private final CloudCalls calls;

  private CloudAndEdge(Path data, String... edgeOptions) throws Exception {
    azure = LocalAzure.start(LocalAzureSettings.in(data).withFreePorts());
    LocalEndpoints endpoints = LocalEndpoints.in(data).orElseThrow();
    cloud =
        CloudRole.start(
            cloudOptions(data, endpoints), CloudRole.Files.NONE, ListenAddress.loopback(0));
    calls = new CloudCalls("http://localhost:" + cloud.port(), data);
    edge = startEdge(data, endpoints, edgeOptions);
    await()
        .atMost(PATIENCE)
        .until(() -> calls.get("/registry/v2/discovery").at("/items/0/connected").asBoolean(false));
  }

  /** Starts them with that data folder; the edge publishes nothing, and has the given options. */
  public static CloudAndEdge start(Path data, String... edgeOptions) throws Exception {
    return new CloudAndEdge(data, edgeOptions);
  }

  private static CloudOptions cloudOptions(Path data, LocalEndpoints endpoints) {
    return new CloudOptions(
        HttpSettings.of(0, TokenVerifier.of(LocalTokens.in(data))),
        new CloudOptions.Hub(
            ConnectionString.parse(endpoints.iotHubServiceConnectionString()),
            endpoints.iotHubEndpoint(),
            endpoints.caFile()),
        endpoints.serviceBusConnectionString(),
        endpoints.eventHubConnectionString(),
        new KeyVaultSettings(
            endpoints.keyVaultUrl(),
            endpoints.caFile(),
            endpoints.keyVaultTenantId(),
            endpoints.keyVaultClientId(),
            endpoints.keyVaultClientSecret()),
        DatabaseSettings.in(data));
  }

  private static Role startEdge(Path data, LocalEndpoints endpoints, String... options)
      throws IOException {
    List<String> usual =
        List.of(
            "--pf=" + Files.writeString(data.resolve("nothing.json"), "[]"),
            "--data=" + data,
            "--ec=" + endpoints.edgeConnectionString(),
            "--hub-ca=" + endpoints.caFile(),
            "--management-port=0",
            "--httpserverport=0");
    List<String> arguments = Stream.concat(usual.stream(), Stream.of(options)).toList();
    return EdgeRole.start(EdgeOptionsReader.read(arguments, Map.of()).options());
  }

  /** Calls of the cloud's REST API. */
  public CloudCalls calls() {
    return calls;
  }

  /** URL of the edge's HTTP API. */
  public String edgeUrl() {
    return EdgeRole.httpUrl(edge).orElseThrow();
  }

  @Override
  public void close() {
    edge.close();
    cloud.close();
    azure.close();
  }
}
