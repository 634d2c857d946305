package org.bactrian.cloud.telemetry.sink;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.azure.messaging.eventhubs.EventData;
import com.azure.messaging.eventhubs.EventHubClientBuilder;
import com.azure.messaging.eventhubs.EventHubConsumerClient;
import com.azure.messaging.eventhubs.models.EventPosition;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Random;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.bactrian.cloud.SharedAzure;
import org.bactrian.cloud.storage.DatabaseSettings;
import org.bactrian.cloud.storage.Postgres;
import org.bactrian.cloud.telemetry.HubMessages;
import org.bactrian.cloud.telemetry.decode.DecodedMessage;
import org.bactrian.cloud.telemetry.decode.TelemetryDecoder;
import org.bactrian.localazure.LocalAzure;
import org.bactrian.localazure.PlatformEntities;
import org.bactrian.model.telemetry.UndeliverableMessageException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The packed kamelets that decoded telemetry leaves by. */
class ValuesSinksTest {

  private static final String MESSAGE =
      """
      {"MessageId":"m1","PublisherId":"p","DataSetWriterGroup":"g","Messages":[
       {"DataSetWriterName":"w","SequenceNumber":7,"Timestamp":"2026-01-02T03:04:05Z",
        "Payload":{
         "Temp":{"Value":21.5,"SourceTimestamp":"2026-01-02T03:04:04.5Z"},
         "Name":{"Value":"a\\u0000b","StatusCode":{"Symbol":"Bad","Code":2147483648}},
         "On":{"Value":true}}}]}
      """;

  private static DefaultCamelContext camel;

  @TempDir Path folder;

  @BeforeAll
  static void start() {
    camel = new DefaultCamelContext();
    camel.disableJMX();
    camel.start();
  }

  @AfterAll
  static void stop() {
    camel.stop();
  }

  @Test
  void postgresqlHoldsEachValueOnceHoweverOftenItsMessageComes() throws Exception {
    Optional<DatabaseSettings> database = Postgres.fresh("values");
    assumeTrue(database.isPresent(), Postgres.reason());
    String url = database.get().url();
    String uri =
        "kamelet:postgresql-values-sink?url=RAW(%s)&username=%s&password="
            .formatted(url, database.get().user());

    send(uri, messages());
    send(uri, messages());

    try (Connection connection = DriverManager.getConnection(url, database.get().user(), "");
        ResultSet rows =
            connection
                .createStatement()
                .executeQuery(
                    "select node_id, number, json, status, data_set_writer_id, device_id,"
                        + " time = timestamp with time zone '2026-01-02T03:04:04.5Z'"
                        + " from telemetry_value order by value_index")) {
      List<String> found = new ArrayList<>();
      while (rows.next()) {
        found.add(
            "%s %s %s %s %s %s %s"
                .formatted(
                    rows.getString(1),
                    rows.getObject(2),
                    rows.getString(3),
                    rows.getString(4),
                    rows.getString(5),
                    rows.getString(6),
                    rows.getBoolean(7)));
      }
      assertThat(found)
          .containsExactly(
              "Temp 21.5 21.5 null w plant-edge true",
              "Name null \"a\\u0000b\" Bad w plant-edge false",
              "On 1.0 true null w plant-edge false");
    }
  }

  @Test
  void aValueThatPostgresqlCanNeverIndexIsToldFromAFaultThatPasses() throws Exception {
    Optional<DatabaseSettings> database = Postgres.fresh("long_values");
    assumeTrue(database.isPresent(), Postgres.reason());
    String longName =
        new Random(1).ints(4_000, 'a', 'z').mapToObj(Character::toString).collect(joining());

    Exchange sent =
        camel
            .createFluentProducerTemplate()
            .to(
                "kamelet:postgresql-values-sink?url=RAW(%s)&username=%s&password="
                    .formatted(database.get().url(), database.get().user()))
            .withBody(messages("{\"%s\": 1}".formatted(longName)))
            .send();

    assertThat(sent.getException())
        .isInstanceOf(UndeliverableMessageException.class)
        .hasMessageContaining("index row")
        .hasMessageNotContaining(longName);
  }

  @Test
  void aFileHoldsEachValueAsALineOfJson() throws Exception {
    send("kamelet:file-values-sink?folder=" + folder, messages());

    try (Stream<Path> files = Files.list(folder)) {
      List<String> lines = Files.readAllLines(files.findFirst().orElseThrow());
      assertThat(lines).hasSize(3);
      JsonNode first = new ObjectMapper().readTree(lines.get(0));
      assertThat(first.path("nodeId").asText()).isEqualTo("Temp");
      assertThat(first.path("value").asDouble()).isEqualTo(21.5);
    }
  }

  @Test
  void anEventHubHoldsADataSetMessageAsAnEventWithTheKeyOfItsWriter() throws Exception {
    LocalAzure azure = SharedAzure.get();
    String connection =
        azure.serviceBus().connectionString() + ";EntityPath=" + PlatformEntities.TELEMETRY_VALUES;

    String longWriter = "w".repeat(129);
    String sink = "kamelet:eventhubs-values-sink?connectionString=RAW(" + connection + ")";
    send(sink, messages());
    send(sink, messages(MESSAGE.replace("\"w\"", "\"%s\"".formatted(longWriter))));

    List<EventData> events = new ArrayList<>();
    try (EventHubConsumerClient reader =
        new EventHubClientBuilder()
            .connectionString(connection)
            .consumerGroup("$Default")
            .buildConsumerClient()) {
      String partition = Integer.toString(Math.floorMod("w".hashCode(), 4));
      reader
          .receiveFromPartition(partition, 1, EventPosition.earliest(), Duration.ofSeconds(30))
          .forEach(event -> events.add(event.getData()));
    }
    assertThat(events).hasSize(1);
    assertThat(events.get(0).getPartitionKey()).isEqualTo("w");
    assertThat(events.get(0).getProperties())
        .isEqualTo(Map.of("$$ContentType", ForwardedEvent.DATA_SET));
    assertThat(new ObjectMapper().readTree(events.get(0).getBody()).path("payload")).hasSize(3);
  }

  private static List<DecodedMessage> messages() throws Exception {
    return messages(MESSAGE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"kafka.OVERRIDE_TOPIC", "KAFKA.OVERRIDE_TOPIC", "Kafka.Partition_Key"})
  void aDeviceDoesNotSteerARecordOfKafkaByAProperty(String name) throws Exception {
    DecodedMessage message =
        new TelemetryDecoder()
            .decode(HubMessages.of(Map.of(name, "elsewhere", "level", "hot"), new byte[] {1}));

    Exchange exchange = new DefaultExchange(camel);
    new KafkaValues().begin(List.of(message), exchange);

    Message first = (Message) exchange.getProperty(KafkaValues.BATCHES, Queue.class).element();
    assertThat(first.getHeaders()).isEqualTo(Map.of("level", "hot"));
  }

  private static List<DecodedMessage> messages(String body) throws Exception {
    return List.of(new TelemetryDecoder().decode(HubMessages.of(HubMessages.NETWORK, body)));
  }

  private static void send(String uri, List<DecodedMessage> messages) {
    Exchange exchange = camel.createFluentProducerTemplate().to(uri).withBody(messages).send();
    assertThat(exchange.getException()).isNull();
  }
}
