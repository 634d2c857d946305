package org.bactrian.bench;

import java.io.IOException;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** The whole way: REST, IoT Hub, the edge, the server, and back. */
final class RestReading implements Reading {

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final HttpRequest request;

  RestReading(TwinReadBenchmark.Cloud cloud, String endpointId, String nodeId) {
    String node = URLEncoder.encode(nodeId, StandardCharsets.UTF_8);
    this.request =
        HttpRequest.newBuilder(
                cloud.url().resolve("/twin/v2/read/" + endpointId + "?nodeId=" + node))
            .header("Authorization", "Bearer " + cloud.token())
            .timeout(Duration.ofSeconds(60))
            .build();
  }

  @Override
  public String name() {
    return "REST";
  }

  @Override
  public void read() throws IOException, InterruptedException {
    HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
    if (answer.statusCode() != 200 || answer.body().contains("errorInfo")) {
      throw new IllegalStateException(
          "The cloud answered " + answer.statusCode() + ": " + answer.body());
    }
  }

  @Override
  public void close() {}
}
