package org.bactrian.interop.azure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.bactrian.interop.peer.NeedsNodeJs;
import org.bactrian.interop.peer.Peer;
import org.bactrian.interop.peer.PeerFailure;
import org.bactrian.localazure.LocalAzure;
import org.bactrian.localazure.LocalAzureSettings;
import org.bactrian.localazure.servicebus.entity.BusEntities;
import org.bactrian.localazure.servicebus.entity.QueueSettings;
import org.bactrian.localazure.servicebus.entity.TopicSettings;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Microsoft's SDK of Service Bus for Node.js takes the local one for the real one. */
@NeedsNodeJs
class ServiceBusSdkTest {

  @TempDir static Path data;
  private static LocalAzure azure;
  private static Peer client;

  @BeforeAll
  static void start() throws IOException {
    BusEntities entities =
        BusEntities.NONE
            .with(QueueSettings.named("sent"))
            .with(QueueSettings.named("batched"))
            .with(QueueSettings.named("settled").withMaxDeliveryCount(2))
            .with(QueueSettings.named("later"))
            .with(TopicSettings.named("events", "one", "two"));
    azure = LocalAzure.start(LocalAzureSettings.in(data).withFreePorts().withEntities(entities));
    client = Peer.start("service-bus.js", Map.of(), Map.of());
    client.ask("open", "connectionString", azure.serviceBus().connectionString());
  }

  @AfterAll
  static void stop() throws IOException {
    if (client != null) {
      client.close();
    }
    if (azure != null) {
      azure.close();
    }
  }

  @Test
  void aMessageArrivesWithItsPropertiesAndIsGoneOnceCompleted() throws IOException {
    client.ask(
        "send",
        "entity",
        "sent",
        "body",
        Map.of("value", 42),
        "messageId",
        "m-1",
        "properties",
        Map.of("site", "north", "count", 3));

    JsonNode message = receiveOne("entity", "sent");

    assertThat(message.at("/body/value").asInt()).isEqualTo(42);
    assertThat(message.at("/properties/site").asText()).isEqualTo("north");
    assertThat(message.at("/properties/count").asInt()).isEqualTo(3);
    client.ask("settle", "entity", "sent", "messageId", "m-1", "how", "renew");
    client.ask("settle", "entity", "sent", "messageId", "m-1", "how", "complete");
    assertThat(client.ask("peek", "entity", "sent", "count", 1)).isEmpty();
  }

  @Test
  void aBatchArrivesInOrder() throws IOException {
    List<String> bodies = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      bodies.add("message " + i);
    }
    client.ask("sendBatch", "entity", "batched", "bodies", bodies);

    JsonNode peeked = client.ask("peek", "entity", "batched", "count", 50);

    assertThat(peeked).extracting(JsonNode::asText).containsExactlyElementsOf(bodies);
  }

  @Test
  void aMessageThatIsAbandonedTooOftenIsDeadLettered() throws IOException {
    client.ask("send", "entity", "settled", "body", "poison", "messageId", "p-1");
    for (int delivery = 0; delivery < 2; delivery++) {
      assertThat(receiveOne("entity", "settled").path("deliveryCount").asInt()).isEqualTo(delivery);
      client.ask("settle", "entity", "settled", "messageId", "p-1", "how", "abandon");
    }

    JsonNode dead = receiveOne("entity", "settled", "dead", true);

    assertThat(dead.path("body").asText()).isEqualTo("poison");
    assertThat(dead.path("reason").asText()).isEqualTo("MaxDeliveryCountExceeded");
    client.ask("settle", "entity", "settled", "dead", true, "messageId", "p-1", "how", "complete");
  }

  @Test
  void aScheduledMessageComesWhenItIsDue() throws IOException {
    JsonNode numbers =
        client.ask("schedule", "entity", "later", "body", "tea", "afterMillis", 1_500);
    assertThat(numbers).hasSize(1);

    assertThat(receiveOne("entity", "later").path("body").asText()).isEqualTo("tea");
  }

  @Test
  void everySubscriptionOfATopicGetsACopy() throws IOException {
    client.ask("send", "entity", "events", "body", "hello", "messageId", "e-1");

    for (String subscription : List.of("one", "two")) {
      JsonNode message = receiveOne("entity", "events", "subscription", subscription);
      assertThat(message.path("body").asText()).isEqualTo("hello");
    }
  }

  @Test
  void aWrongKeyIsRefused() throws IOException {
    String wrong =
        azure
            .serviceBus()
            .connectionString()
            .replaceAll("SharedAccessKey=[^;]*", "SharedAccessKey=d3Jvbmc=");
    try (Peer forger = Peer.start("service-bus.js", Map.of(), Map.of())) {
      forger.ask("open", "connectionString", wrong);

      assertThatThrownBy(() -> forger.ask("send", "entity", "sent", "body", "forged"))
          .isInstanceOf(PeerFailure.class)
          .hasMessageContaining("InvalidSignature");
    }
  }

  private static JsonNode receiveOne(Object... where) throws IOException {
    List<Object> parameters = new ArrayList<>(List.of(where));
    parameters.addAll(List.of("count", 1));
    JsonNode messages = client.ask("receive", parameters.toArray());
    assertThat(messages).hasSize(1);
    return messages.get(0);
  }
}
