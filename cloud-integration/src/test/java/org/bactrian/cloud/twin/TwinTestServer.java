package org.bactrian.cloud.twin;

import com.fasterxml.jackson.databind.JsonNode;
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
import java.util.concurrent.CompletableFuture;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PluginHelper;
import org.bactrian.cloud.CloudConfiguration;
import org.bactrian.cloud.CloudOptions;
import org.bactrian.cloud.EdgeModule;
import org.bactrian.cloud.TestCloud;
import org.bactrian.cloud.http.HttpSettings;
import org.bactrian.cloud.onboarding.Events;
import org.bactrian.cloud.registry.contract.EndpointInfo;
import org.bactrian.cloud.security.LocalTokens;
import org.bactrian.cloud.security.Permission;
import org.bactrian.cloud.security.TokenVerifier;
import org.bactrian.cloud.storage.DatabaseSettings;
import org.bactrian.iothub.link.ConnectionString;
import org.bactrian.model.registry.RegistryJson;

/** The REST API of registry, twin and history on free ports, over a local hub. */
public final class TwinTestServer implements AutoCloseable {

  private final HttpClient http = HttpClient.newHttpClient();
  private final DefaultCamelContext context = new DefaultCamelContext();
  private final LocalTokens tokens;
  private final CloudConfiguration configuration;

  final TestCloud cloud;

  private TwinTestServer(Path folder) throws Exception {
    cloud = TestCloud.in(folder);
    tokens = LocalTokens.in(folder);
    configuration =
        new CloudConfiguration(
            new CloudOptions(
                HttpSettings.of(0, TokenVerifier.of(tokens)),
                new CloudOptions.Hub(
                    ConnectionString.parse(cloud.azure().hub().serviceConnectionString()),
                    "localhost:" + cloud.azure().hub().restPort(),
                    cloud.azure().caFile().toString()),
                cloud.azure().serviceBus().connectionString(),
                DatabaseSettings.in(folder.resolve("server"))));
    context.disableJMX();
    context.getShutdownStrategy().setTimeout(1);
  }

  public static TwinTestServer in(Path folder) throws Exception {
    return in(folder, Map.of());
  }

  /** With properties of the role. */
  public static TwinTestServer in(Path folder, Map<String, String> properties) throws Exception {
    TwinTestServer server = new TwinTestServer(folder);
    properties.forEach(
        (name, value) -> server.context.getPropertiesComponent().addInitialProperty(name, value));
    server.configuration.configure(server.context);
    server.context.start();
    for (String file : List.of("errors", "registry", "twin", "history")) {
      PluginHelper.getRoutesLoader(server.context)
          .loadRoutes(
              PluginHelper.getResourceLoader(server.context)
                  .resolveResource("classpath:routes/cloud/" + file + ".camel.yaml"));
    }
    return server;
  }

  /** A connected module of site plant1 that serves endpoints. */
  public EdgeModule supervisor(String device) {
    EdgeModule module = cloud.edge(device, "twin");
    return module.reports(Map.of("__type__", "supervisor", "__siteid__", "plant1"));
  }

  /** An endpoint of that site, not activated. */
  EndpointInfo endpoint() {
    Events.scan(cloud, "edge1", 1);
    return cloud.endpoints.getListOfEndpoints(true, null, null).items().get(0);
  }

  /** The same, activated on the module that is connected. */
  public String activated() throws Exception {
    String id = endpoint().registration().id();
    activate(id);
    return id;
  }

  void activate(String id) throws Exception {
    post("/registry/v2/endpoints/" + id + "/activate", "");
  }

  HttpResponse<String> get(String path) throws IOException, InterruptedException {
    return send(request(Permission.READ, path));
  }

  public HttpResponse<String> post(String path, String json)
      throws IOException, InterruptedException {
    return post(Permission.ADMINISTER, path, json);
  }

  public HttpResponse<String> post(Permission permission, String path, String json)
      throws IOException, InterruptedException {
    return send(posted(permission, path, json));
  }

  CompletableFuture<HttpResponse<String>> postAsync(String path, String json) {
    return http.sendAsync(
        posted(Permission.ADMINISTER, path, json).build(), HttpResponse.BodyHandlers.ofString());
  }

  private HttpRequest.Builder posted(Permission permission, String path, String json) {
    return request(permission, path)
        .header("Content-Type", "application/json")
        .POST(HttpRequest.BodyPublishers.ofString(json));
  }

  HttpRequest.Builder request(Permission permission, String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + configuration.port() + path))
        .timeout(Duration.ofSeconds(60))
        .header(
            "Authorization", "Bearer " + tokens.issue("ann", permission, Duration.ofMinutes(5)));
  }

  HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
    return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  public static JsonNode json(HttpResponse<String> response) {
    return RegistryJson.read(response.body().getBytes(StandardCharsets.UTF_8), JsonNode.class);
  }

  @Override
  public void close() {
    context.stop();
    cloud.close();
  }
}
