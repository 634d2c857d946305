package org.bactrian.interop.bactrian;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import org.bactrian.cloud.security.LocalTokens;
import org.bactrian.cloud.security.Permission;

/** An operator's calls of the cloud's REST API, each of which must succeed. */
public final class CloudCalls {

  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpClient http = HttpClient.newHttpClient();
  private final String url;
  private final Path data;

  /** Calls of the cloud at a URL with that data folder. */
  public CloudCalls(String url, Path data) {
    this.url = url;
    this.data = data;
  }

  /** URL of the cloud. */
  public String url() {
    return url;
  }

  /** A token that allows everything but to approve requests for certificates. */
  public String token() {
    return token(Permission.ADMINISTER);
  }

  private String token(Permission permission) {
    return LocalTokens.in(data).issue("operator", permission, Duration.ofHours(1));
  }

  /** Has a port of loopback scanned for servers. */
  public void scan(int port) throws IOException, InterruptedException {
    post(
        "/registry/v2/applications/discover",
        """
        {"id": "first", "discovery": "Scan",
         "configuration": {"addressRangesToScan": "127.0.0.1/32", "portRangesToScan": "%d"}}
        """
            .formatted(port));
  }

  public JsonNode get(String path) throws IOException, InterruptedException {
    return send(request(path));
  }

  public JsonNode post(String path, String body) throws IOException, InterruptedException {
    return send(request(path).POST(HttpRequest.BodyPublishers.ofString(body)));
  }

  public JsonNode put(String path, String body) throws IOException, InterruptedException {
    return send(request(path).PUT(HttpRequest.BodyPublishers.ofString(body)));
  }

  /** Approves a request for a certificate. */
  public void approve(String requestId) throws IOException, InterruptedException {
    send(
        request("/vault/v2/requests/" + requestId + "/approve", token(Permission.SIGN))
            .POST(HttpRequest.BodyPublishers.noBody()));
  }

  private HttpRequest.Builder request(String path) {
    return request(path, token());
  }

  private HttpRequest.Builder request(String path, String token) {
    return HttpRequest.newBuilder(URI.create(url + path))
        .header("Authorization", "Bearer " + token)
        .header("Content-Type", "application/json")
        .timeout(PATIENCE);
  }

  private JsonNode send(HttpRequest.Builder request) throws IOException, InterruptedException {
    HttpResponse<String> answer = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    assertThat(answer.statusCode()).as(answer.uri() + ": " + answer.body()).isEqualTo(200);
    return JSON.readTree(answer.body());
  }
}
