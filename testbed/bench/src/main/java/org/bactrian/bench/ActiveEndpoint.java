package org.bactrian.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/** Makes a server usable from the cloud, as an operator does. */
final class ActiveEndpoint {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private final HttpClient http = HttpClient.newHttpClient();
  private final TwinReadBenchmark.Cloud cloud;

  private ActiveEndpoint(TwinReadBenchmark.Cloud cloud) {
    this.cloud = cloud;
  }

  /** Id of the endpoint without security, active. */
  static String of(TwinReadBenchmark.Cloud cloud, String discoveryUrl)
      throws IOException, InterruptedException {
    ActiveEndpoint operator = new ActiveEndpoint(cloud);
    operator.register(discoveryUrl);
    long end = System.nanoTime() + PATIENCE.toNanos();
    for (String id = operator.find(); ; id = operator.find()) {
      if (!id.isEmpty()) {
        operator.send("POST", "/registry/v2/endpoints/" + id + "/activate", "");
        return id;
      }
      if (System.nanoTime() > end) {
        throw new IllegalStateException(
            "The cloud has not found " + discoveryUrl + " within " + PATIENCE.toSeconds() + " s");
      }
      Thread.sleep(500);
    }
  }

  private void register(String discoveryUrl) throws IOException, InterruptedException {
    ObjectNode server =
        JSON.createObjectNode().put("discoveryUrl", discoveryUrl).put("id", "bench");
    send("POST", "/registry/v2/applications", server.toString());
  }

  private String find() throws IOException, InterruptedException {
    for (JsonNode endpoint : send("GET", "/registry/v2/endpoints", "").path("items")) {
      JsonNode registration = endpoint.path("registration");
      if (registration.at("/endpoint/securityMode").asText().equals("None")) {
        return registration.path("id").asText();
      }
    }
    return "";
  }

  private JsonNode send(String method, String path, String body)
      throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(cloud.url().resolve(path))
            .header("Authorization", "Bearer " + cloud.token())
            .header("Content-Type", "application/json")
            .timeout(Duration.ofSeconds(60))
            .method(method, HttpRequest.BodyPublishers.ofString(body))
            .build();
    HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
    if (answer.statusCode() != 200) {
      throw new IllegalStateException(
          method + " " + path + " was answered " + answer.statusCode() + ": " + answer.body());
    }
    return JSON.readTree(answer.body());
  }
}
