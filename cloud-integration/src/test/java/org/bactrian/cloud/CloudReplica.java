package org.bactrian.cloud;

import com.fasterxml.jackson.databind.JsonNode;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PluginHelper;
import org.bactrian.cloud.http.HttpSettings;
import org.bactrian.cloud.security.LocalTokens;
import org.bactrian.cloud.security.Permission;
import org.bactrian.cloud.security.TokenVerifier;
import org.bactrian.cloud.storage.DatabaseSettings;
import org.bactrian.cloud.vault.keyvault.KeyVaultSettings;
import org.bactrian.iothub.link.ConnectionString;
import org.bactrian.localazure.LocalAzure;
import org.bactrian.model.registry.RegistryJson;

/** A replica of the cloud on a free port with some of its packed routes, over a local Azure. */
public final class CloudReplica implements AutoCloseable {

  private final HttpClient http = HttpClient.newHttpClient();
  private final DefaultCamelContext context = new DefaultCamelContext();
  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final LocalTokens tokens;
  private final TestTokens longLived;
  private final CloudConfiguration configuration;

  /**
   * Starts a replica.
   *
   * @param folder of tokens and database, which replicas share
   * @param properties of the role
   * @param routes names of route files
   */
  public CloudReplica(
      LocalAzure azure, Path folder, Map<String, String> properties, String... routes)
      throws Exception {
    this(AzureAddresses.of(azure), folder, properties, routes);
  }

  /** Starts a replica over an Azure that may run in another process. */
  public CloudReplica(
      AzureAddresses azure, Path folder, Map<String, String> properties, String... routes)
      throws Exception {
    tokens = LocalTokens.in(folder);
    longLived = new TestTokens(tokens);
    configuration =
        new CloudConfiguration(
            new CloudOptions(
                HttpSettings.of(0, TokenVerifier.of(tokens)),
                new CloudOptions.Hub(
                    ConnectionString.parse(azure.hubService()),
                    "localhost:" + azure.hubRestPort(),
                    azure.caFile()),
                azure.serviceBus(),
                azure.eventHubs(),
                KeyVaultSettings.NONE,
                DatabaseSettings.in(folder)));
    context.disableJMX();
    context.getRegistry().bind("meters", meters);
    context.getShutdownStrategy().setTimeout(1);
    properties.forEach(
        (name, value) -> context.getPropertiesComponent().addInitialProperty(name, value));
    configuration.configure(context);
    context.start();
    for (String file : List.of(routes)) {
      PluginHelper.getRoutesLoader(context)
          .loadRoutes(
              PluginHelper.getResourceLoader(context)
                  .resolveResource("classpath:routes/cloud/" + file + ".camel.yaml"));
    }
  }

  /** The context of its routes. */
  public DefaultCamelContext context() {
    return context;
  }

  /** Meters of its context. */
  public SimpleMeterRegistry meters() {
    return meters;
  }

  /** The port of its REST API. */
  public int port() {
    return configuration.port();
  }

  /** A token of somebody who may do that for so long. */
  public String token(Permission permission, Duration life) {
    return tokens.issue("ann", permission, life);
  }

  /** A request of somebody who may do that. */
  public HttpRequest.Builder request(Permission permission, String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port() + path))
        .timeout(Duration.ofSeconds(30))
        .header("Authorization", "Bearer " + longLived.of("ann", permission));
  }

  /** Sends a request with a JSON body, or without one when it is empty. */
  public HttpResponse<String> send(Permission permission, String method, String path, String json)
      throws IOException, InterruptedException {
    HttpRequest.Builder request = request(permission, path);
    if (json.isEmpty()) {
      request.method(method, HttpRequest.BodyPublishers.noBody());
    } else {
      request
          .header("Content-Type", "application/json")
          .method(method, HttpRequest.BodyPublishers.ofString(json));
    }
    return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  /** The JSON of an answer. */
  public static JsonNode json(HttpResponse<String> response) {
    return RegistryJson.read(response.body().getBytes(StandardCharsets.UTF_8), JsonNode.class);
  }

  @Override
  public void close() {
    context.stop();
  }
}
