package org.bactrian.edge.discovery;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.bactrian.edge.discovery.DiscoveryMessage.Kind;
import org.bactrian.edge.outbox.OutboxMessage;
import org.bactrian.edge.outbox.OutboxSink;
import org.bactrian.model.telemetry.TelemetryHeaders;

/** The cloud's end of a discovery. */
final class CapturedMessages implements OutboxSink {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final List<OutboxMessage> messages = new CopyOnWriteArrayList<>();

  @Override
  public void send(OutboxMessage message, Receipt receipt) {
    messages.add(message);
    receipt.acknowledged();
  }

  /** Results, as soon as there are so many. */
  List<JsonNode> events(int count) {
    await().atMost(PATIENCE).until(() -> events().size() >= count);
    return events();
  }

  List<JsonNode> events() {
    return of(Kind.EVENT);
  }

  /** Progress, as soon as there is so much. */
  List<JsonNode> progress(int count) {
    await().atMost(PATIENCE).until(() -> of(Kind.PROGRESS).size() >= count);
    return of(Kind.PROGRESS);
  }

  /** Progress of the request with an id, in order. */
  List<String> progressOf(String id) {
    return of(Kind.PROGRESS).stream()
        .filter(progress -> progress.path("Request").path("Id").asText().equals(id))
        .map(progress -> progress.path("EventType").asText())
        .toList();
  }

  void awaitProgress(String id, String type) {
    await().atMost(PATIENCE).until(() -> progressOf(id).contains(type));
  }

  List<String> texts() {
    return messages.stream().map(message -> new String(message.body(), UTF_8)).toList();
  }

  void clear() {
    messages.clear();
  }

  private List<JsonNode> of(Kind kind) {
    return messages.stream()
        .filter(
            message ->
                message.headers().get(TelemetryHeaders.PROPERTIES) instanceof Map<?, ?> properties
                    && kind.schema().equals(properties.get("$$ContentType")))
        .map(message -> read(new String(message.body(), UTF_8)))
        .toList();
  }

  private static JsonNode read(String json) {
    try {
      return JSON.readTree(json);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(e);
    }
  }
}
