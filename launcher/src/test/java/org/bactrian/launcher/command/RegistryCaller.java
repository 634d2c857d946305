package org.bactrian.launcher.command;

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
import java.util.ArrayList;
import java.util.List;
import org.bactrian.cloud.security.LocalTokens;
import org.bactrian.cloud.security.Permission;

/** Somebody who asks the registry of a cloud by REST and may do all of it. */
final class RegistryCaller {

  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpClient http = HttpClient.newHttpClient();
  private final String registry;
  private final String token;

  RegistryCaller(String url, Path data) {
    this.registry = url + "/registry/v2";
    this.token = LocalTokens.in(data).issue("test", Permission.ADMINISTER, Duration.ofHours(1));
  }

  /** Asks the cloud to do something. */
  void post(String path, String body) throws IOException, InterruptedException {
    send(request(path).POST(HttpRequest.BodyPublishers.ofString(body)));
  }

  /** Every item of a list, page by page. */
  List<JsonNode> all(String path) throws IOException, InterruptedException {
    List<JsonNode> items = new ArrayList<>();
    String continuation = "";
    do {
      HttpRequest.Builder request = request(path);
      if (!continuation.isEmpty()) {
        request.header("x-ms-continuation", continuation);
      }
      JsonNode page = JSON.readTree(send(request).body());
      page.path("items").forEach(items::add);
      continuation = page.path("continuationToken").asText("");
    } while (!continuation.isEmpty());
    return items;
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(registry + path))
        .header("Authorization", "Bearer " + token)
        .header("Content-Type", "application/json")
        .timeout(PATIENCE);
  }

  private HttpResponse<String> send(HttpRequest.Builder request)
      throws IOException, InterruptedException {
    HttpResponse<String> answer = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return answer;
  }
}
