package org.bactrian.cloud.twin;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.bactrian.cloud.CloudTestServer;
import org.bactrian.cloud.EdgeModule;
import org.bactrian.cloud.TestCloud;
import org.bactrian.cloud.onboarding.Events;
import org.bactrian.cloud.registry.contract.EndpointInfo;
import org.bactrian.cloud.security.Permission;
import org.bactrian.model.registry.RegistryJson;

/** The REST API of registry, twin and history on free ports, over a local hub. */
public final class TwinTestServer implements AutoCloseable {

  private final HttpClient http = HttpClient.newHttpClient();
  private final CloudTestServer server;
  private int servers;

  final TestCloud cloud;

  private TwinTestServer(CloudTestServer server) {
    this.server = server;
    this.cloud = server.cloud;
  }

  public static TwinTestServer in(Path folder) throws Exception {
    return in(folder, Map.of());
  }

  /** With properties of the role. */
  public static TwinTestServer in(Path folder, Map<String, String> properties) throws Exception {
    return new TwinTestServer(
        new CloudTestServer(
            TestCloud.empty(), folder, properties, List.of("registry", "twin", "history")));
  }

  /** A connected module of site plant1 that serves endpoints. */
  public EdgeModule supervisor(String device) {
    EdgeModule module = cloud.edge(device, "twin");
    return module.reports(Map.of("__type__", "supervisor", "__siteid__", "plant1"));
  }

  /** Removes what there is. */
  void clear() {
    cloud.clear();
  }

  /** The first endpoint of that site, not activated, with an id that the server never met. */
  EndpointInfo endpoint() {
    Events.scan(cloud, "edge1", ++servers);
    return cloud.endpoints.getListOfEndpoints(true, null, null).items().get(0);
  }

  /** The same, activated on the module that is connected. */
  public String activated() throws Exception {
    String id = endpoint().registration().id();
    activate(id);
    return id;
  }

  void activate(String id) throws Exception {
    HttpResponse<String> answer = post("/registry/v2/endpoints/" + id + "/activate", "");
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
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
    return server.requestAs("ann", permission, path);
  }

  HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
    return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  public static JsonNode json(HttpResponse<String> response) {
    return RegistryJson.read(response.body().getBytes(StandardCharsets.UTF_8), JsonNode.class);
  }

  @Override
  public void close() {
    server.close();
  }
}
