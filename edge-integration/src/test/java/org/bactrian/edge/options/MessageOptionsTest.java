package org.bactrian.edge.options;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.bactrian.edge.publisher.group.BatchTrigger;
import org.bactrian.edge.publisher.group.DataSetRouting;
import org.bactrian.edge.publisher.group.DeliveryGuarantee;
import org.bactrian.edge.publisher.group.MessageEncoding;
import org.bactrian.edge.publisher.group.MessageFormat;
import org.bactrian.edge.publisher.group.MessageTimestamp;
import org.bactrian.edge.publisher.group.MessagingMode;
import org.bactrian.edge.publisher.nodes.PublishingDefaults;
import org.bactrian.edge.publisher.nodes.PublishingDefaults.Batch;
import org.bactrian.opcua.node.NamespaceFormat;
import org.bactrian.patience.Exercises;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Options of outgoing messages. */
@Exercises(
    options = {
      "UseStandardsCompliantEncoding",
      "MessagingMode",
      "MessageEncoding",
      "FullFeaturedMessage",
      "BatchTriggerInterval",
      "IoTHubMaxMessageSize",
      "DefaultTransport"
    })
class MessageOptionsTest {

  @Test
  void strictMeansPubSubWithExpandedNodeIdsAndNoBatches() {
    EdgeOptions options = read("-c");

    assertThat(options.messages().format().mode()).isEqualTo(MessagingMode.PUB_SUB);
    assertThat(options.messages().format().namespaceFormat()).isEqualTo(NamespaceFormat.EXPANDED);
    assertThat(options.messages().batch().trigger())
        .isEqualTo(new BatchTrigger(1, Duration.ZERO, Batch.MAX_MESSAGE_SIZE));
  }

  @Test
  void anIntervalWithoutSizeBatchesAsMuchAsArrives() {
    EdgeOptions options = read("--strict", "--bi=1000");

    assertThat(options.messages().batch().trigger().batchSize()).isEqualTo(4096);
    assertThat(options.messages().batch().trigger().interval()).isEqualTo(Duration.ofSeconds(1));
  }

  @Test
  @Exercises(
      options = {
        "DefaultQualityOfService",
        "DefaultMessageTimeToLive",
        "DefaultMessageRetention",
        "TelemetryTopicTemplate",
        "DataSetMetaDataTopicTemplate",
        "RootTopicTemplate",
        "DefaultWriterGroupPartitionCount",
        "SendDataSetKeepAlivesAsKeyFrame"
      })
  void deliveryAndTopicsAreThoseOfTheOptionsWhereTheFileSaysNothing() {
    PublishingDefaults defaults =
        read(
                "--site=hall",
                "--rtt=plant",
                "--ttt={RootTopic}/{DataSetWriter}",
                "--qos=atmostonce",
                "--ttl=1500",
                "--mdt",
                "--retain",
                "--wgp=4",
                "--kaf")
            .publishingDefaults("edge");

    assertThat(defaults.delivery())
        .isEqualTo(
            new PublishingDefaults.Delivery(
                "hall",
                "plant",
                "{RootTopic}/{DataSetWriter}",
                "{TelemetryTopic}/metadata",
                DeliveryGuarantee.AT_MOST_ONCE,
                true,
                Duration.ofMillis(1500),
                DataSetRouting.NONE));
    assertThat(defaults.partitions()).isEqualTo(4);
    assertThat(defaults.writer().keepAliveAsKeyFrame()).isTrue();
    assertThat(read("--rtt", "--ttt").publishingDefaults("edge").delivery())
        .isEqualTo(
            new PublishingDefaults.Delivery(
                "",
                "{PublisherId}",
                "{RootTopic}/messages/{WriterGroup}",
                "",
                DeliveryGuarantee.AT_LEAST_ONCE,
                false,
                Duration.ZERO,
                DataSetRouting.NONE));
  }

  @Test
  @Exercises(options = {"DisableDataSetMetaData", "DefaultMetaDataUpdateTime"})
  void metadataIsSentInStrictFormOrWhenItIsNotDisabled() {
    assertThat(read().messages().metaData()).isEqualTo(PublishingDefaults.MetaData.NONE);
    assertThat(read("--dm=false", "--msi=1500").messages().metaData())
        .isEqualTo(new PublishingDefaults.MetaData(true, Duration.ofMillis(1500)));
    assertThat(read("-c").messages().metaData().sent()).isTrue();
    assertThat(read("-c", "--dm").messages().metaData().sent()).isFalse();
  }

  @Test
  @Exercises(options = {"MessageTimestamp", "RemoveDuplicatesFromBatch"})
  void timesAndDuplicatesAreThoseOfTheOptions() {
    MessageFormat usual = read().publishingDefaults("edge").format();
    MessageFormat asked =
        read("--mts=publishtime", "--removedupsinbatch").publishingDefaults("edge").format();

    assertThat(usual.timestamp()).isEqualTo(MessageTimestamp.CREATED);
    assertThat(usual.latestOnly()).isFalse();
    assertThat(asked.timestamp()).isEqualTo(MessageTimestamp.PUBLISHED);
    assertThat(asked.latestOnly()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"--me=Avro", "-c --me=JsonReversible", "--mm=PubSub --me=Uadp"})
  void aModeAndEncodingThatDoNotGoTogetherEndWithExitCode170(String arguments) {
    EdgeOptionException failure =
        catchThrowableOfType(EdgeOptionException.class, () -> read(arguments.split(" ")));

    assertThat(failure.exitCode()).isEqualTo(170);
  }

  @ParameterizedTest
  @EnumSource(MessagingMode.class)
  void everyModeThatAFileMayNameIsTakenHereToo(MessagingMode mode) {
    MessageFormat format = read("--mm=" + mode.text(), "--me=JsonReversible").messages().format();

    assertThat(format.mode()).isEqualTo(mode);
    assertThat(format.encoding()).isEqualTo(MessageEncoding.JSON_REVERSIBLE);
  }

  @Test
  void fullFeaturedMessagesKeepTheModeAndAddTheHeaders() {
    assertThat(read("--fm=true").messages().format().mode()).isEqualTo(MessagingMode.FULL_SAMPLES);
    assertThat(read("--fm=true", "--mm=PubSub").messages().format().mode())
        .isEqualTo(MessagingMode.FULL_NETWORK_MESSAGES);
  }

  @ParameterizedTest
  @CsvSource({
    "IoTHub, iothub",
    "Mqtt, mqtt5",
    "FileSystem, file",
    "Null, null",
    "log, log",
    "mqtt5, mqtt5"
  })
  void aTransportIsTheFirstPartOfTheNameOfAKamelet(String written, String expected) {
    assertThat(read("-t", written).messages().transport()).isEqualTo(expected);
  }

  @Test
  @Exercises(options = {"BactrianNoGapMessages", "EnableDataSetKeepAlives"})
  void gapsAreToldAndKeepAlivesAreNotUnlessToldOtherwise() {
    assertThat(read().messages().format().gapMessages()).isTrue();
    assertThat(read("--no-gap-messages").messages().format().gapMessages()).isFalse();
    assertThat(read().publishingDefaults("edge").writer().sendKeepAlive()).isFalse();
    assertThat(read("--ka").publishingDefaults("edge").writer().sendKeepAlive()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"--ttt", "--mdt", "--rtt", "--mtt", "--ett", "--dtt"})
  void aPatternOfTopicsIsNoTopic(String option) {
    assertThatExceptionOfType(EdgeOptionException.class)
        .isThrownBy(() -> read(option + "=plant/#"))
        .withMessageContaining("Option " + option + ": \"plant/#\" has a # or a +");
  }

  private static EdgeOptions read(String... arguments) {
    return EdgeOptionsReader.read(List.of(arguments), Map.of()).options();
  }
}
