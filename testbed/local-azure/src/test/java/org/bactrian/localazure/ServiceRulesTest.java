package org.bactrian.localazure;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.bactrian.localazure.hub.identity.ClientId;
import org.bactrian.localazure.pki.LocalTrust;
import org.bactrian.localazure.sas.SasToken;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Answers of the service side over plain HTTP, which SDKs would hide. */
class ServiceRulesTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir static Path folder;
  private static RunningAzure running;
  private static HttpClient http;

  @BeforeAll
  static void start() {
    running = RunningAzure.in(folder);
    http =
        HttpClient.newBuilder()
            .sslContext(LocalTrust.sslContext(running.azure().caFile()))
            .version(HttpClient.Version.HTTP_1_1)
            .build();
  }

  @AfterAll
  static void stop() {
    running.close();
  }

  @Test
  void aSignatureForOneDeviceOpensNothingOfAnother() throws Exception {
    running.hub().register(ClientId.device("press-1"));
    running.hub().register(ClientId.device("press-12"));
    String scoped = signed("hub.localhost/devices/press-1");

    assertThat(send(request("/devices/press-1", scoped)).statusCode()).isEqualTo(200);
    assertThat(send(request("/devices/press-12", scoped)).statusCode()).isEqualTo(401);
    assertThat(send(request("/twins/press-12", scoped)).statusCode()).isEqualTo(401);
    assertThat(send(request("/devices/press-12", signed("hub.localhost"))).statusCode())
        .isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "?api-version=", "?api-version=1999-01-01"})
  void aRequestNamesAVersionThatIsServed(String query) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(
                URI.create("https://" + running.serviceHost() + "/devices/press-12" + query))
            .header("Authorization", signed("hub.localhost"))
            .build();

    HttpResponse<String> answer = send(request);

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.headers().firstValue("iothub-errorcode")).contains("InvalidProtocolVersion");
  }

  @ParameterizedTest
  @ValueSource(ints = {1024 * 1024 + 1, 2 * 1024 * 1024, 5 * 1024 * 1024})
  void aBodyThatIsTooLargeIsAnsweredWith413(int bytes) throws Exception {
    byte[] body = new byte[bytes];

    assertTooLarge(HttpRequest.BodyPublishers.ofByteArray(body));
    // Without a length, in chunks.
    assertTooLarge(HttpRequest.BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body)));
  }

  private static void assertTooLarge(HttpRequest.BodyPublisher body) throws Exception {
    HttpResponse<String> answer =
        send(builder("/devices/large", signed("hub.localhost")).PUT(body).build());

    assertThat(answer.statusCode()).isEqualTo(413);
    assertThat(answer.headers().firstValue("iothub-errorcode")).contains("MessageTooLarge");
  }

  @Test
  void groupsComeInPages() throws Exception {
    for (int site = 0; site < 5; site++) {
      String id = "grouped-" + site;
      running.hub().register(ClientId.device(id));
      patch(id, "{\"tags\":{\"group\":\"g" + site + "\"}}");
    }
    List<String> groups = new ArrayList<>();
    List<Integer> pages = new ArrayList<>();

    String continuation = "";
    do {
      HttpResponse<String> page =
          query(
              "SELECT tags.group, COUNT() AS n FROM devices WHERE IS_DEFINED(tags.group)"
                  + " GROUP BY tags.group",
              2,
              continuation);
      JsonNode rows = JSON.readTree(page.body());
      rows.forEach(row -> groups.add(row.path("group").asText()));
      pages.add(rows.size());
      continuation = page.headers().firstValue("x-ms-continuation").orElse("");
    } while (!continuation.isEmpty());

    assertThat(groups).containsExactlyInAnyOrder("g0", "g1", "g2", "g3", "g4");
    assertThat(pages).containsExactly(2, 2, 1);
  }

  @Test
  void aChangeThatMeetsARemovalIsAnswered() throws Exception {
    for (int round = 0; round < 30; round++) {
      running.hub().register(ClientId.device("short"));
      List<CompletableFuture<HttpResponse<String>>> changes = new ArrayList<>();
      for (int change = 0; change < 4; change++) {
        changes.add(sendAsync(patchOf("short", "{\"tags\":{\"n\":" + change + "}}")));
      }
      HttpResponse<String> removal =
          send(builder("/devices/short", signed("hub.localhost")).DELETE().build());

      assertThat(removal.statusCode()).isEqualTo(204);
      for (CompletableFuture<HttpResponse<String>> change : changes) {
        assertThat(change.get().statusCode()).isIn(200, 404);
      }
    }
  }

  @Test
  void devicesAreMadeWithTheirTwinsInOneRequestAndThoseThatExistAreNamed() throws Exception {
    running.hub().register(ClientId.device("there"));
    HttpResponse<String> answer =
        bulk(
            """
                    [{"id": "there", "importMode": "create", "tags": {"line": 1}},
                     {"id": "made", "importMode": "create", "status": "disabled",
                      "tags": {"line": 2}, "properties": {"desired": {"speed": 3}}},
                     {"id": "large", "importMode": "create", "tags": {"text": "%s"}}]
                    """
                .formatted("x".repeat(9_000)));

    assertThat(answer.statusCode()).isEqualTo(400);
    JsonNode result = JSON.readTree(answer.body());
    assertThat(result.path("isSuccessful").asBoolean()).isFalse();
    assertThat(result.path("errors").findValuesAsText("deviceId"))
        .containsExactly("there", "large");
    assertThat(result.at("/errors/0/errorCode").asText()).isEqualTo("DeviceAlreadyExists");
    JsonNode made = JSON.readTree(send(request("/twins/made", signed("hub.localhost"))).body());
    assertThat(made.at("/tags/line").asInt()).isEqualTo(2);
    assertThat(made.at("/properties/desired/speed").asInt()).isEqualTo(3);
    assertThat(made.path("status").asText()).isEqualTo("disabled");
    JsonNode there = JSON.readTree(send(request("/twins/there", signed("hub.localhost"))).body());
    assertThat(there.path("tags")).isEmpty();
    assertThat(send(request("/devices/large", signed("hub.localhost"))).statusCode())
        .isEqualTo(404);
  }

  @Test
  void manyTwinsAreChangedAndDevicesRemovedInOneRequestByTheirEtags() throws Exception {
    for (String id : List.of("one", "two", "three")) {
      running.hub().register(ClientId.device(id));
    }
    String etag =
        JSON.readTree(send(request("/twins/one", signed("hub.localhost"))).body())
            .path("etag")
            .asText();

    JsonNode result =
        JSON.readTree(
            bulk("""
                    [{"id": "one", "importMode": "updateTwinIfMatchETag", "twinETag": "%s",
                      "tags": {"a": 1}},
                     {"id": "two", "importMode": "updateTwinIfMatchETag", "twinETag": "old",
                      "tags": {"a": 1}},
                     {"id": "three", "importMode": "delete"}]
                    """
                    .formatted(etag))
                .body());

    assertThat(result.path("errors").findValuesAsText("errorCode"))
        .containsExactly("PreconditionFailed");
    assertThat(
            JSON.readTree(send(request("/twins/one", signed("hub.localhost"))).body())
                .at("/tags/a")
                .asInt())
        .isEqualTo(1);
    assertThat(send(request("/devices/three", signed("hub.localhost"))).statusCode())
        .isEqualTo(404);
  }

  @Test
  void aRequestOnMoreThanAHundredDevicesChangesNothing() throws Exception {
    ArrayNode devices = JSON.createArrayNode();
    for (int i = 0; i <= 100; i++) {
      devices.addObject().put("id", "many-" + i).put("importMode", "create");
    }

    HttpResponse<String> answer = bulk(devices.toString());

    assertThat(answer.statusCode()).isEqualTo(413);
    assertThat(answer.headers().firstValue("iothub-errorcode")).contains("TooManyDevices");
    assertThat(send(request("/devices/many-0", signed("hub.localhost"))).statusCode())
        .isEqualTo(404);
  }

  private static HttpResponse<String> bulk(String devices) throws Exception {
    return send(
        builder("/devices", signed("hub.localhost"))
            .POST(HttpRequest.BodyPublishers.ofString(devices))
            .build());
  }

  private static void patch(String device, String twin) throws Exception {
    assertThat(send(patchOf(device, twin)).statusCode()).isEqualTo(200);
  }

  private static HttpRequest patchOf(String device, String twin) {
    return builder("/twins/" + device, signed("hub.localhost"))
        .method("PATCH", HttpRequest.BodyPublishers.ofString(twin))
        .build();
  }

  private static HttpResponse<String> query(String text, int size, String continuation)
      throws Exception {
    HttpRequest.Builder request =
        builder("/devices/query", signed("hub.localhost"))
            .header("x-ms-max-item-count", Integer.toString(size))
            .POST(
                HttpRequest.BodyPublishers.ofString(
                    JSON.createObjectNode().put("query", text).toString()));
    return send(
        continuation.isEmpty()
            ? request.build()
            : request.header("x-ms-continuation", continuation).build());
  }

  private static HttpRequest request(String path, String signature) {
    return builder(path, signature).build();
  }

  private static HttpRequest.Builder builder(String path, String signature) {
    return HttpRequest.newBuilder(
            URI.create("https://" + running.serviceHost() + path + "?api-version=2021-04-12"))
        .header("Authorization", signature)
        .timeout(Duration.ofSeconds(60));
  }

  private static HttpResponse<String> send(HttpRequest request) throws Exception {
    return http.send(request, HttpResponse.BodyHandlers.ofString());
  }

  private static CompletableFuture<HttpResponse<String>> sendAsync(HttpRequest request) {
    return http.sendAsync(request, HttpResponse.BodyHandlers.ofString());
  }

  private static String signed(String resource) {
    String key =
        running.hub().serviceConnectionString().replaceAll(".*SharedAccessKey=([^;]+)", "$1");
    return SasToken.create(resource, key, "iothubowner", Instant.now().plusSeconds(600));
  }
}
