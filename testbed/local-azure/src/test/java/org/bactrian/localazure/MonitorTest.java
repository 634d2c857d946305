package org.bactrian.localazure;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.microsoft.azure.sdk.iot.device.Message;
import com.microsoft.azure.sdk.iot.device.ModuleClient;
import java.io.BufferedReader;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import org.bactrian.localazure.pki.LocalTrust;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Telemetry as another process watches it. */
class MonitorTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir Path folder;
  private RunningAzure running;

  @BeforeEach
  void start() {
    running = RunningAzure.in(folder);
  }

  @AfterEach
  void stop() {
    running.close();
  }

  @Test
  void whoOpensTheMonitorSeesEveryMessageFromThenOnAsALineOfJson() throws Exception {
    HttpResponse<InputStream> monitor = open("", signature());
    assertThat(monitor.statusCode()).isEqualTo(200);
    ModuleClient module = running.module("plant", "publisher");
    module.open(false);
    Message message = new Message("{\"value\": 1.10, \"name\": \"x\"}");
    message.setContentType("application/json");
    message.setContentEncoding("utf-8");
    message.setProperty("line", "1");
    module.sendEvent(message);
    module.sendEvent(new Message("plain"));

    try (BufferedReader lines = lines(monitor)) {
      JsonNode first = JSON.readTree(lines.readLine()).path("event");
      JsonNode second = JSON.readTree(lines.readLine()).path("event");

      assertThat(first.path("origin").asText()).isEqualTo("plant");
      assertThat(first.path("module").asText()).isEqualTo("publisher");
      assertThat(first.at("/properties/system/content_type").asText())
          .isEqualTo("application/json");
      assertThat(first.at("/properties/application/line").asText()).isEqualTo("1");
      assertThat(first.path("payload")).hasToString("{\"value\":1.1,\"name\":\"x\"}");
      assertThat(second.path("payload").asText()).isEqualTo("plain");
      assertThat(second.at("/annotations/x-opt-sequence-number").asLong())
          .isEqualTo(first.at("/annotations/x-opt-sequence-number").asLong() + 1);
    }
    module.close();
  }

  @Test
  void aMonitorOfOneDeviceSeesThatDeviceOnly() throws Exception {
    HttpResponse<InputStream> monitor = open("&deviceId=press-2", signature());
    for (String id : new String[] {"press-1", "press-2"}) {
      var device = running.device(id);
      device.open(false);
      device.sendEvent(new Message("from " + id));
      device.close();
    }

    try (BufferedReader lines = lines(monitor)) {
      assertThat(JSON.readTree(lines.readLine()).at("/event/payload").asText())
          .isEqualTo("from press-2");
    }
  }

  @Test
  void withoutASignatureNobodySeesTelemetry() throws Exception {
    assertThat(open("", "").statusCode()).isEqualTo(401);
  }

  private String signature() {
    return running.hub().serviceSignature(Duration.ofMinutes(5));
  }

  private HttpResponse<InputStream> open(String more, String signature) throws Exception {
    HttpClient client =
        HttpClient.newBuilder()
            .sslContext(LocalTrust.sslContext(running.azure().caFile()))
            .version(HttpClient.Version.HTTP_1_1)
            .build();
    URI uri =
        URI.create("https://" + running.serviceHost() + "/monitor?api-version=2021-04-12" + more);
    HttpRequest.Builder request = HttpRequest.newBuilder(uri);
    if (!signature.isEmpty()) {
      request.header("Authorization", signature);
    }
    return client.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
  }

  private static BufferedReader lines(HttpResponse<InputStream> monitor) {
    return new BufferedReader(new InputStreamReader(monitor.body(), StandardCharsets.UTF_8));
  }
}
