package org.bactrian.cloud.events;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.bactrian.cloud.CloudReplica;
import org.bactrian.cloud.security.Permission;
import org.bactrian.model.registry.RegistryJson;
import org.jspecify.annotations.Nullable;

/** A SignalR client on the JDK's WebSocket, which sends exactly what a test says. */
final class HubClient implements WebSocket.Listener, AutoCloseable {

  static final String HANDSHAKE = "{\"protocol\":\"json\",\"version\":1}\u001e";

  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private final List<JsonNode> records = new CopyOnWriteArrayList<>();
  private final StringBuilder text = new StringBuilder();
  private final CompletableFuture<Integer> closed = new CompletableFuture<>();
  private volatile boolean reading = true;
  private volatile @Nullable WebSocket socket;
  private String id = "";

  /** Negotiates with a replica, connects, and shakes hands. */
  static HubClient connect(CloudReplica replica, String hub) throws Exception {
    return connect(replica, replica, hub);
  }

  /** Negotiates with one replica and connects to another. */
  static HubClient connect(CloudReplica negotiating, CloudReplica replica, String hub)
      throws Exception {
    JsonNode negotiated = negotiate(negotiating, hub, 1);
    HubClient client =
        open(replica, hub + "?id=" + negotiated.path("connectionToken").asText(), Permission.READ);
    client.id = negotiated.path("connectionId").asText();
    client.send(HANDSHAKE);
    await().atMost(PATIENCE).until(() -> !client.records.isEmpty());
    return client;
  }

  static JsonNode negotiate(CloudReplica replica, String hub, int version)
      throws IOException, InterruptedException {
    return CloudReplica.json(
        replica.send(Permission.READ, "POST", hub + "/negotiate?negotiateVersion=" + version, ""));
  }

  /** Opens a WebSocket, and no more. */
  static HubClient open(CloudReplica replica, String path, Permission permission) {
    HubClient client = new HubClient();
    client.socket =
        HttpClient.newHttpClient()
            .newWebSocketBuilder()
            .header("Authorization", "Bearer " + replica.token(permission, Duration.ofMinutes(5)))
            .buildAsync(URI.create("ws://127.0.0.1:" + replica.port() + path), client)
            .join();
    return client;
  }

  /** Tries to open a WebSocket; the status of the answer, 101 when it was opened. */
  static int handshakeStatus(CloudReplica replica, String path) {
    try {
      open(replica, path, Permission.READ).close();
      return 101;
    } catch (CompletionException e) {
      return ((WebSocketHandshakeException) e.getCause()).getResponse().statusCode();
    }
  }

  /** Opens a WebSocket with a token in the query. */
  static HubClient openWithQuery(CloudReplica replica, String path) {
    HubClient client = new HubClient();
    client.socket =
        HttpClient.newHttpClient()
            .newWebSocketBuilder()
            .buildAsync(URI.create("ws://127.0.0.1:" + replica.port() + path), client)
            .join();
    return client;
  }

  String id() {
    return id;
  }

  void send(String record) {
    socket.sendText(record, true).join();
  }

  /** Shows that the client is there, if it still is. */
  void ping() {
    socket.sendText("{\"type\":6}\u001e", true);
  }

  void sendBinary(byte[] bytes) {
    socket.sendBinary(ByteBuffer.wrap(bytes), true).join();
  }

  /** Takes nothing from the network any more. */
  void stopReading() {
    reading = false;
  }

  /** Takes again what comes from the network. */
  void readAgain() {
    reading = true;
    socket.request(1);
  }

  /** Records that came, the answer to the handshake first. */
  List<JsonNode> records() {
    return records;
  }

  /** Arguments of the invocations of a target that came. */
  List<JsonNode> received(String target) {
    return records.stream()
        .filter(record -> record.path("target").asText().equals(target))
        .map(record -> record.path("arguments").path(0))
        .toList();
  }

  /** Waits for the arguments of so many invocations. */
  List<JsonNode> awaitMessages(String target, int count) {
    await().atMost(PATIENCE).until(() -> received(target).size() >= count);
    return received(target);
  }

  /** Waits for the close record. */
  JsonNode awaitClose() {
    await()
        .atMost(PATIENCE)
        .until(() -> records.stream().anyMatch(record -> record.path("type").asInt() == 7));
    return records.stream()
        .filter(record -> record.path("type").asInt() == 7)
        .findFirst()
        .orElseThrow();
  }

  /** Waits until the WebSocket is closed; its status. */
  int awaitClosed() {
    return closed.orTimeout(PATIENCE.toMillis(), TimeUnit.MILLISECONDS).join();
  }

  @Override
  public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
    text.append(data);
    int end = text.indexOf("\u001e");
    while (end >= 0) {
      records.add(RegistryJson.read(text.substring(0, end), JsonNode.class));
      text.delete(0, end + 1);
      end = text.indexOf("\u001e");
    }
    if (reading) {
      from.request(1);
    }
    return null;
  }

  @Override
  public @Nullable CompletionStage<?> onClose(WebSocket from, int status, String reason) {
    closed.complete(status);
    return null;
  }

  @Override
  public void onError(WebSocket from, Throwable error) {
    closed.complete(1006);
  }

  @Override
  public void close() {
    socket.abort();
  }
}
