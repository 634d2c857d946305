package org.bactrian.interop.azure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.StreamSupport;
import org.awaitility.core.ConditionFactory;
import org.bactrian.interop.peer.NeedsNodeJs;
import org.bactrian.interop.peer.Peer;
import org.bactrian.interop.peer.PeerFailure;
import org.bactrian.localazure.LocalAzure;
import org.bactrian.localazure.LocalAzureSettings;
import org.bactrian.localazure.hub.identity.ClientId;
import org.bactrian.localazure.hub.telemetry.DeviceMessage;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Microsoft's SDKs for Node.js, as they come from npm, take the local hub for IoT Hub. */
@NeedsNodeJs
class AzureSdkTest {

  private static final String DEVICE = "npm-device";

  @TempDir static Path data;
  private static final List<DeviceMessage> TELEMETRY = new CopyOnWriteArrayList<>();
  private static LocalAzure azure;
  private static Peer device;
  private static Peer service;

  @BeforeAll
  static void start() throws IOException {
    azure = LocalAzure.start(LocalAzureSettings.in(data).withFreePorts());
    azure.hub().onTelemetry(TELEMETRY::add);
    device = startDevice();
    service =
        Peer.start(
            "azure-service.js",
            Map.of("port", Integer.toString(azure.hub().restPort())),
            trustingTheHub());
    service.ask("open", "connectionString", azure.hub().serviceConnectionString());
    device.ask("open", "connectionString", connectionString(DEVICE));
    device.ask("twin");
  }

  @AfterAll
  static void stop() throws IOException {
    if (device != null) {
      device.close();
    }
    if (service != null) {
      service.close();
    }
    if (azure != null) {
      azure.close();
    }
  }

  @Test
  void telemetryArrivesWithItsBodyAndProperties() throws IOException {
    device.ask(
        "send",
        "body",
        "{\"value\":42}",
        "contentType",
        "application/json",
        "contentEncoding",
        "utf-8",
        "messageId",
        "m-1",
        "properties",
        Map.of("line", "Line 1 & 2", "größe", "10 %"));

    eventually().until(() -> TELEMETRY.size() == 1);
    DeviceMessage message = TELEMETRY.get(0);
    assertThat(message.sender()).isEqualTo(ClientId.device(DEVICE));
    assertThat(new String(message.body(), StandardCharsets.UTF_8)).isEqualTo("{\"value\":42}");
    assertThat(message.system())
        .containsEntry("content-type", "application/json")
        .containsEntry("content-encoding", "utf-8")
        .containsEntry("message-id", "m-1");
    assertThat(message.application())
        .containsOnly(Map.entry("line", "Line 1 & 2"), Map.entry("größe", "10 %"));
  }

  @Test
  void theTwinGoesBothWays() throws IOException {
    device.ask("report", "patch", Map.of("speed", 12, "old", true));
    JsonNode first = service.ask("twin", "deviceId", DEVICE);
    assertThat(first.at("/properties/reported/speed").asInt()).isEqualTo(12);

    service.ask(
        "update",
        "deviceId",
        DEVICE,
        "etag",
        first.get("etag").asText(),
        "patch",
        Map.of(
            "tags", Map.of("site", "north"),
            "properties", Map.of("desired", Map.of("interval", 250))));
    eventually()
        .until(
            () ->
                device.events().stream()
                    .anyMatch(event -> event.at("/desired/interval").asInt() == 250));

    device.ask("report", "patch", Collections.singletonMap("old", null));
    JsonNode last = service.ask("twin", "deviceId", DEVICE);
    assertThat(last.at("/properties/reported").has("old")).isFalse();
    assertThat(last.at("/tags/site").asText()).isEqualTo("north");
  }

  @Test
  void aTwinUpdateWithAnOldEtagIsRefused() throws IOException {
    service.ask(
        "update", "deviceId", DEVICE, "etag", "*", "patch", Map.of("tags", Map.of("shift", 1)));

    assertThatThrownBy(
            () ->
                service.ask(
                    "update",
                    "deviceId",
                    DEVICE,
                    "etag",
                    "AAAAAAAAAAE=",
                    "patch",
                    Map.of("tags", Map.of("shift", 2))))
        .isInstanceOfSatisfying(
            PeerFailure.class,
            refused ->
                assertThat(refused.errorName())
                    .isIn("PreconditionFailedError", "InvalidEtagError"));
  }

  @Test
  void aMethodIsCalledAndAnswered() throws IOException {
    device.ask("method", "name", "reset", "status", 201, "answer", Map.of("done", true));

    JsonNode result =
        service.ask(
            "invoke",
            "deviceId",
            DEVICE,
            "methodName",
            "reset",
            "payload",
            Map.of("hard", true),
            "timeout",
            10);

    assertThat(result.get("status").asInt()).isEqualTo(201);
    assertThat(result.at("/payload/done").asBoolean()).isTrue();
    await()
        .untilAsserted(
            () ->
                assertThat(device.events())
                    .anySatisfy(
                        event -> {
                          assertThat(event.path("event").asText()).isEqualTo("method");
                          assertThat(event.at("/payload/hard").asBoolean()).isTrue();
                        }));
  }

  @Test
  void aMethodOfADeviceThatIsNotConnectedIsRefusedWithTheCodeOfIotHub() throws IOException {
    service.ask("create", "deviceId", "asleep");

    assertThatThrownBy(
            () ->
                service.ask(
                    "invoke",
                    "deviceId",
                    "asleep",
                    "methodName",
                    "reset",
                    "payload",
                    Map.of(),
                    "timeout",
                    5))
        .isInstanceOfSatisfying(
            PeerFailure.class, refused -> assertThat(refused).hasMessageContaining("404103"));
  }

  @Test
  void devicesAreCreatedListedQueriedInPagesAndDeleted() throws IOException {
    for (int number = 1; number <= 3; number++) {
      JsonNode created = service.ask("create", "deviceId", "page-" + number);
      assertThat(created.at("/authentication/symmetricKey/primaryKey").asText()).isNotEmpty();
    }

    assertThat(texts(service.ask("list"))).contains(DEVICE, "page-1", "page-2", "page-3");
    JsonNode pages =
        service.ask(
            "query",
            "sql",
            "SELECT deviceId FROM devices WHERE STARTSWITH(deviceId, 'page-')",
            "pageSize",
            2);
    assertThat(pages.get(0)).hasSize(2);
    assertThat(pages.get(1)).hasSize(1);

    service.ask("delete", "deviceId", "page-1");
    assertThatThrownBy(() -> service.ask("get", "deviceId", "page-1"))
        .isInstanceOfSatisfying(
            PeerFailure.class,
            gone -> assertThat(gone.errorName()).isEqualTo("DeviceNotFoundError"));
  }

  @Test
  void aDeviceWithAWrongKeyIsRefused() throws IOException {
    String right = connectionString("forged");
    String wrong =
        right.replaceAll(
            "SharedAccessKey=[^;]*",
            "SharedAccessKey=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=");

    try (Peer forger = startDevice()) {
      assertThatThrownBy(() -> forger.ask("open", "connectionString", wrong))
          .isInstanceOfSatisfying(
              PeerFailure.class,
              refused -> assertThat(refused.errorName()).isEqualTo("UnauthorizedError"));
    }
  }

  private static Peer startDevice() throws IOException {
    return Peer.start("azure-device.js", Map.of(), trustingTheHub());
  }

  private static Map<String, String> trustingTheHub() {
    return Map.of("NODE_EXTRA_CA_CERTS", azure.caFile().toString());
  }

  /** The number sign is for the Java SDK only, which appends a port of its own. */
  private static String connectionString(String deviceId) {
    return azure.hub().register(ClientId.device(deviceId)).replaceAll("#$", "");
  }

  private static List<String> texts(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false).map(JsonNode::asText).toList();
  }

  private static ConditionFactory eventually() {
    return await();
  }
}
