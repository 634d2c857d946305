package org.bactrian.cloud.telemetry.sink;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.test.KafkaClusterTestKit;
import org.apache.kafka.common.test.TestKitNodes;
import org.bactrian.cloud.telemetry.HubMessages;
import org.bactrian.cloud.telemetry.decode.DecodedMessage;
import org.bactrian.cloud.telemetry.decode.TelemetryDecoder;
import org.bactrian.iothub.events.HubMessage;
import org.bactrian.model.telemetry.UndeliverableMessageException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The packed kamelet that decoded telemetry leaves by to Kafka, against a broker. */
class KafkaSinkTest {

  private static final String MESSAGE =
      """
      {"MessageId":"m%d","PublisherId":"p","Messages":[
       {"DataSetWriterName":"w","SequenceNumber":%<d,"Payload":{"Temp":{"Value":%s}}}]}
      """;

  private static KafkaClusterTestKit kafka;
  private static DefaultCamelContext camel;

  @BeforeAll
  static void start() throws Exception {
    kafka =
        new KafkaClusterTestKit.Builder(
                new TestKitNodes.Builder()
                    .setCombined(true)
                    .setNumControllerNodes(1)
                    .setNumBrokerNodes(1)
                    .build())
            .build();
    kafka.format();
    kafka.startup();
    kafka.waitForReadyBrokers();
    camel = new DefaultCamelContext();
    camel.disableJMX();
    camel.start();
  }

  @AfterAll
  static void stop() throws Exception {
    if (camel != null) {
      camel.stop();
    }
    kafka.close();
  }

  @Test
  void aDataSetMessageIsARecordWithTheKeyOfItsWriterInItsOrder() throws Exception {
    List<DecodedMessage> messages = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      messages.add(message(MESSAGE.formatted(i, i)));
    }

    assertThat(send("values", messages).getException()).isNull();

    List<ConsumerRecord<String, byte[]>> records = records("values", 100);
    assertThat(records).extracting(ConsumerRecord::key).containsOnly("w");
    assertThat(records.get(0).headers().toArray())
        .singleElement()
        .satisfies(
            header -> {
              assertThat(header.key()).isEqualTo("$$ContentType");
              assertThat(new String(header.value(), StandardCharsets.UTF_8))
                  .isEqualTo(ForwardedEvent.DATA_SET);
            });
    List<Integer> values = new ArrayList<>();
    for (ConsumerRecord<String, byte[]> record : records) {
      values.add(new ObjectMapper().readTree(record.value()).at("/payload/Temp/value").asInt());
    }
    assertThat(values).isSorted().hasSize(100);
  }

  @Test
  void whatADeviceNamesItsPropertiesTellsKafkaNothing() throws Exception {
    HubMessage device =
        HubMessages.of(
            Map.of("kafka.OVERRIDE_TOPIC", "elsewhere", "CamelX", "y", "level", "hot"),
            "anything".getBytes(StandardCharsets.UTF_8));

    Exchange sent =
        send(
            "devices",
            List.of(new TelemetryDecoder().decode(device), message(MESSAGE.formatted(1, 1))));

    assertThat(sent.getException()).isNull();
    List<ConsumerRecord<String, byte[]>> records = records("devices", 2);
    assertThat(new String(records.get(0).value(), StandardCharsets.UTF_8)).isEqualTo("anything");
    assertThat(records.get(0).headers().toArray()).extracting(Header::key).containsExactly("level");
    assertThat(records.get(1).headers().toArray())
        .extracting(Header::key)
        .containsExactly(ForwardedEvent.CONTENT_TYPE);
  }

  @Test
  void aRecordThatIsLargerThanKafkaTakesIsToldFromAFaultThatPasses() throws Exception {
    String large = "\"%s\"".formatted("x".repeat(2_000_000));

    Exchange sent = send("values", List.of(message(MESSAGE.formatted(1, large))));

    assertThat(sent.getException())
        .isInstanceOf(UndeliverableMessageException.class)
        .hasMessageContaining("larger than Kafka takes");
  }

  private static DecodedMessage message(String body) throws Exception {
    return new TelemetryDecoder().decode(HubMessages.of(HubMessages.NETWORK, body));
  }

  private static Exchange send(String topic, List<DecodedMessage> messages) {
    return camel
        .createFluentProducerTemplate()
        .to(
            "kamelet:kafka-values-sink?bootstrapServers=%s&topic=%s"
                .formatted(kafka.bootstrapServers(), topic))
        .withBody(messages)
        .send();
  }

  private static List<ConsumerRecord<String, byte[]>> records(String topic, int count) {
    List<ConsumerRecord<String, byte[]>> records = new ArrayList<>();
    try (KafkaConsumer<String, byte[]> consumer =
        new KafkaConsumer<>(
            Map.of(
                ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                kafka.bootstrapServers(),
                ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                "earliest"),
            new StringDeserializer(),
            new ByteArrayDeserializer())) {
      consumer.assign(List.of(new TopicPartition(topic, 0)));
      long end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
      while (records.size() < count && System.nanoTime() - end < 0) {
        consumer.poll(Duration.ofMillis(500)).forEach(records::add);
      }
    }
    return records;
  }
}
