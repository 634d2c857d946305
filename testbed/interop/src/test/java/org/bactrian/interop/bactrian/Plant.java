package org.bactrian.interop.bactrian;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.bactrian.cloud.security.LocalTokens;
import org.bactrian.cloud.security.Permission;
import org.bactrian.interop.opcua.NodeOpcuaServer;
import org.bactrian.localazure.LocalAzure;
import org.bactrian.localazure.LocalAzureSettings;

/** A server that we did not write, an edge beside it, and a cloud that an operator asks by REST. */
final class Plant implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Pattern REST = Pattern.compile(".*REST: (http://localhost:\\d+).*");
  private static final Pattern CONNECTED = Pattern.compile(".*(Connected to IoT Hub).*");
  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpClient http = HttpClient.newHttpClient();
  private final Path data;
  private final NodeOpcuaServer server;
  private final LocalAzure azure;
  private final BactrianProcess cloud;
  private final BactrianProcess edge;
  private final String url;

  private Plant(Path data, String... edgeOptions) throws Exception {
    this.data = data;
    Path nothing = Files.writeString(data.resolve("nothing.json"), "[]");
    server = NodeOpcuaServer.start(data.resolve("server"), 0, 10, Duration.ofSeconds(1));
    azure = LocalAzure.start(LocalAzureSettings.in(data).withFreePorts());
    cloud = BactrianProcess.start("cloud", "--data=" + data, "--port=0", "--management-port=0");
    List<String> usual =
        List.of(
            "edge",
            "--pf=" + nothing,
            "--data=" + data,
            "--management-port=0",
            "--httpserverport=0");
    edge =
        BactrianProcess.start(
            Stream.concat(usual.stream(), Stream.of(edgeOptions)).toArray(String[]::new));
    url = cloud.await(REST);
    edge.await(CONNECTED);
    await().atMost(PATIENCE).until(() -> !get("/registry/v2/discovery").path("items").isEmpty());
  }

  /** Starts all of it; the edge knows no server yet. */
  static Plant start(Path data, String... edgeOptions) throws Exception {
    return new Plant(data, edgeOptions);
  }

  /** Has the server looked for, and waits until its endpoints are registered. */
  JsonNode discovered() throws IOException, InterruptedException {
    post("/registry/v2/applications/discover", scan(server.port()));
    await().atMost(PATIENCE).until(() -> get("/registry/v2/endpoints").path("items").size() >= 3);
    return get("/registry/v2/endpoints").path("items");
  }

  JsonNode get(String path) throws IOException, InterruptedException {
    return send(request(path));
  }

  JsonNode post(String path, String body) throws IOException, InterruptedException {
    return send(request(path).POST(HttpRequest.BodyPublishers.ofString(body)));
  }

  private static String scan(int port) {
    return """
        {"id": "first", "discovery": "Scan",
         "configuration": {"addressRangesToScan": "127.0.0.1/32", "portRangesToScan": "%d"}}
        """
        .formatted(port);
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(url + path))
        .header(
            "Authorization",
            "Bearer "
                + LocalTokens.in(data)
                    .issue("operator", Permission.ADMINISTER, Duration.ofHours(1)))
        .header("Content-Type", "application/json")
        .timeout(PATIENCE);
  }

  private JsonNode send(HttpRequest.Builder request) throws IOException, InterruptedException {
    HttpResponse<String> answer = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    assertThat(answer.statusCode()).as(answer.uri() + ": " + answer.body()).isEqualTo(200);
    return JSON.readTree(answer.body());
  }

  @Override
  public void close() throws IOException {
    edge.close();
    cloud.close();
    azure.close();
    server.close();
  }
}
