package org.bactrian.edge.options;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.entry;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bactrian.edge.publisher.group.BatchTrigger;
import org.bactrian.edge.publisher.group.DataSetRouting;
import org.bactrian.edge.publisher.group.DeliveryGuarantee;
import org.bactrian.edge.publisher.group.Heartbeat;
import org.bactrian.edge.publisher.group.HeartbeatBehavior;
import org.bactrian.edge.publisher.group.MessageEncoding;
import org.bactrian.edge.publisher.group.MessagingMode;
import org.bactrian.edge.publisher.group.NodeSupervision;
import org.bactrian.edge.publisher.nodes.PublishingDefaults;
import org.bactrian.edge.publisher.nodes.PublishingDefaults.Batch;
import org.bactrian.opcua.node.NamespaceFormat;
import org.bactrian.opcua.session.OpcUaClientSettings;
import org.bactrian.patience.Exercises;
import org.bactrian.web.http.ListenAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Exercises(
    options = {
      "BactrianConfig",
      "BactrianManagementHost",
      "BactrianManagementPort",
      "BactrianStopTimeout",
      "PublishedNodesFile",
      "PublisherId",
      "SiteId",
      "UseStandardsCompliantEncoding",
      "MessagingMode",
      "MessageEncoding",
      "FullFeaturedMessage",
      "BatchTriggerInterval",
      "BatchSize",
      "IoTHubMaxMessageSize",
      "MaxNodesPerDataSet",
      "DefaultKeyFrameCount",
      "DefaultTransport",
      "MqttClientConnectionString",
      "EdgeHubConnectionString",
      "OutputRoot",
      "EnableRoutingInfo",
      "DefaultSamplingInterval",
      "DefaultPublishingInterval",
      "FetchOpcNodeDisplayName",
      "DefaultQueueSize",
      "DiscardNew",
      "AutoAcceptUntrustedCertificates",
      "MinReconnectDelay",
      "DefaultServiceCallTimeout",
      "DefaultConnectTimeout",
      "LingerTimeoutSeconds",
      "PkiRootPath",
      "LogLevel"
    })
class EdgeOptionsTest {

  private static final Map<String, String> IOT_EDGE =
      Map.of(
          "IOTEDGE_WORKLOADURI", "unix:///var/run/x.sock",
          "IOTEDGE_IOTHUBHOSTNAME", "hub.example.org",
          "IOTEDGE_DEVICEID", "gateway",
          "IOTEDGE_MODULEID", "publisher",
          "IOTEDGE_MODULEGENERATIONID", "1",
          "IOTEDGE_AUTHSCHEME", "sasToken");

  @Test
  void requestsToServersHaveTimesOfTheirOwn() throws Exception {
    EdgeOptions options = read("--cl", "5", "--cto", "7", "--sct", "30");

    assertThat(options.sessions().linger()).isEqualTo(Duration.ofSeconds(5));
    assertThat(options.sessions().connectTimeout()).isEqualTo(Duration.ofSeconds(7));
    assertThat(options.sessions().serviceCallTimeout()).isEqualTo(Duration.ofSeconds(30));
    assertThat(read().sessions().linger()).isEqualTo(Duration.ofMinutes(1));
  }

  @Test
  @Exercises(
      options = {
        "AutoSetQueueSizes",
        "DefaultSamplingUsingCyclicRead",
        "DefaultRebrowsePeriod",
        "InvalidMonitoredItemRetryDelaySeconds"
      })
  void theWayToNodesHasOptions() {
    EdgeOptions options =
        read("--aq", "--ucr", "--rbp", "01:00:00", "--inr", "5", "--xmi", "250", "--oi", "100");

    PublishingDefaults.Nodes nodes = options.publishingDefaults("edge").nodes();
    assertThat(nodes.autoQueueSize()).isTrue();
    assertThat(nodes.cyclicRead()).isTrue();
    assertThat(nodes.supervision())
        .isEqualTo(new NodeSupervision(Duration.ofSeconds(5), Duration.ofHours(1)));
    assertThat(options.clientSettings().subscriptions().itemRetryDelay())
        .isEqualTo(Duration.ofSeconds(5));
    assertThat(options.clientSettings().subscriptions().maxItemsPerServerSubscription())
        .isEqualTo(250);
  }

  @Test
  void withoutOptionsTheEdgeDoesWhatOpcPublisherDoes() {
    EdgeOptions options = read();

    assertThat(options.publishedNodes())
        .isEqualTo(
            new PublishedNodesOptions(
                Path.of("publishednodes.json"), false, false, 1000, false, Optional.empty()));
    assertThat(options.messages().format().mode()).isEqualTo(MessagingMode.SAMPLES);
    assertThat(options.messages().format().encoding()).isEqualTo(MessageEncoding.JSON);
    assertThat(options.messages().format().strict()).isFalse();
    assertThat(options.messages().format().namespaceFormat()).isEqualTo(NamespaceFormat.URI);
    assertThat(options.messages().batch().trigger())
        .isEqualTo(new BatchTrigger(50, Duration.ofSeconds(10), Batch.MAX_MESSAGE_SIZE));
    assertThat(options.messages().transport()).isEqualTo("iothub");
    assertThat(options.monitoring().samplingInterval()).isEqualTo(Duration.ofSeconds(1));
    assertThat(options.monitoring().queueSize()).isEqualTo(1);
    assertThat(options.pki().root()).isEqualTo(Path.of(".bactrian/pki"));
    assertThat(options.pki().checks().autoAccept()).isFalse();
    assertThat(options.transport().hub()).isEqualTo(new HubCredential.None());
    assertThat(options.role().management()).isEqualTo(ListenAddress.loopback(9876));
  }

  @Test
  void healthCanListenWhereAnotherContainerReachesIt() {
    assertThat(read("--management-host=0.0.0.0", "--management-port=80").role().management())
        .isEqualTo(new ListenAddress("0.0.0.0", 80));
    assertThatExceptionOfType(EdgeOptionException.class)
        .isThrownBy(() -> read("--management-host= "))
        .withMessageContaining("--management-host");
  }

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
  @Exercises(options = {"DefaultHeartbeatInterval", "DefaultHeartbeatBehavior"})
  void heartbeatsHaveAnIntervalInSecondsAndABehavior() {
    PublishingDefaults defaults = read("--hb=30", "--hbb=periodiclkg").publishingDefaults("edge");

    assertThat(defaults.field().heartbeat())
        .isEqualTo(new Heartbeat(Duration.ofSeconds(30), HeartbeatBehavior.PERIODIC_LKG));
    assertThat(read().publishingDefaults("edge").field().heartbeat()).isEqualTo(Heartbeat.NONE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"-pf=a.json", "--pf=a.json", "/pf=a.json", "--pf:a.json", "-f:a.json"})
  void aNameHasThreePrefixesAndItsValueTwoSeparators(String argument) {
    assertThat(read(argument).publishedNodes().file()).isEqualTo(Path.of("a.json"));
  }

  @Test
  void aValueMayBeTheNextArgument() {
    EdgeOptions options = read("--pf", "/etc/nodes.json", "--bs", "7");

    assertThat(options.publishedNodes().file()).isEqualTo(Path.of("/etc/nodes.json"));
    assertThat(options.messages().batch().trigger().batchSize()).isEqualTo(7);
  }

  @ParameterizedTest
  @CsvSource({
    "--ri, true",
    "--ri=True, true",
    "--ri:false, false",
    "--ri=0, false",
    "--EnableRoutingInfo=yes, true"
  })
  void aSwitchTakesAValueOnlyBehindASeparator(String argument, boolean expected) {
    assertThat(read(argument).messages().format().routingInfo()).isEqualTo(expected);
  }

  @Test
  void aSwitchTakesTheNextArgumentWhenItIsABooleanAsIn28() {
    EdgeOptionsReader.Result result =
        EdgeOptionsReader.read(List.of("--aa", "false", "--fd", "--strict"), Map.of());

    assertThat(result.options().pki().checks().autoAccept()).isFalse();
    assertThat(result.options().monitoring().fetchDisplayName()).isTrue();
    assertThat(result.warnings()).isEmpty();
  }

  @Test
  void theCommandLineOverridesTheEnvironmentAndThatTheFile(@TempDir Path folder)
      throws IOException {
    Path file = folder.resolve("edge.properties");
    Files.writeString(file, "BatchSize=1\nDefaultQueueSize=2\nSiteId=file\n");

    EdgeOptions options =
        EdgeOptionsReader.read(
                List.of("--config", file.toString(), "--bs=3"),
                Map.of("BatchSize", "4", "DefaultQueueSize", "5"))
            .options();

    assertThat(options.messages().batch().trigger().batchSize()).isEqualTo(3);
    assertThat(options.monitoring().queueSize()).isEqualTo(5);
    assertThat(options.messages().siteId()).isEqualTo("file");
  }

  @ParameterizedTest
  @CsvSource({
    "--bi=2500, 2500",
    "--si=3, 3000",
    "--bi=00:00:04, 4000",
    "--bi=00:00:00.5, 500",
    "--si=1.00:00:00, 86400000"
  })
  void aDurationIsANumberInTheOptionsUnitOrHoursMinutesAndSeconds(String argument, long millis) {
    assertThat(read(argument).messages().batch().trigger().interval())
        .isEqualTo(Duration.ofMillis(millis));
  }

  @Test
  @Exercises(
      options = {
        "MaxMonitoredItemPerSubscription",
        "MaxPublishRequests",
        "BadMonitoredItemRetryDelaySeconds",
        "SecurityTokenLifetime",
        "MaxMessageSize",
        "ProductUri"
      })
  void sessionsAreBoundedAsOptionsSay() {
    OpcUaClientSettings settings =
        EdgeOptionsReader.read(
                List.of("--xmi=100", "--xpr=4", "--bnr=7", "--otl=60000", "--oml=1000000"),
                Map.of("ProductUri", "urn:acme"))
            .options()
            .clientSettings();

    assertThat(settings.subscriptions().maxItemsPerServerSubscription()).isEqualTo(100);
    assertThat(settings.subscriptions().maxPublishRequests()).isEqualTo(4);
    assertThat(settings.subscriptions().itemRetryDelay()).isEqualTo(Duration.ofSeconds(7));
    assertThat(settings.tokenLifetime()).isEqualTo(Duration.ofMinutes(1));
    assertThat(settings.maxMessageSize()).isEqualTo(1_000_000);
    assertThat(settings.productUri()).isEqualTo("urn:acme");
  }

  @Test
  void anUnknownOptionIsAWarningAndNoError() {
    EdgeOptionsReader.Result result =
        EdgeOptionsReader.read(List.of("--nonsense=5", "--bs=3"), Map.of());

    assertThat(result.warnings()).containsExactly("Unknown, ignored: --nonsense");
    assertThat(result.options().messages().batch().trigger().batchSize()).isEqualTo(3);
  }

  @Test
  void whatHasNoEffectIsNamedInOneWarningEach() {
    EdgeOptionsReader.Result result =
        EdgeOptionsReader.read(
            List.of("--rf", "--tc=x", "--apw=secret", "--rcp=4840"), Map.of("ScaleTestCount", "2"));

    assertThat(result.warnings())
        .containsExactly(
            "Without effect since OPC Publisher 2.8, ignored: --rf --tc",
            "Known, but not acted on yet: --rcp",
            "--apw has no effect: the key is PKCS #8 without a password, readable by its owner only",
            "Environment variable ScaleTestCount has no effect: ./bactrian simulator --nodes makes"
                + " load");
  }

  @ParameterizedTest
  @CsvSource({
    "--bs=many, \"many\" is not a whole number",
    "--bs=-1, \"-1\" is out of range",
    "--ms=10, \"10\" is below 1024 bytes",
    "--bi=5 s, \"5 s\" is no duration",
    "--mm=Nonsense, \"Nonsense\" is unknown. Write one of PubSub",
    "--ri=maybe, \"maybe\" is not a boolean",
    "--ll=Loud, \"Loud\" is unknown",
    "--management-port=70000, \"70000\" is out of range"
  })
  void aBadValueEndsWithExitCode160AndNamesTheOption(String argument, String message) {
    assertThatExceptionOfType(EdgeOptionException.class)
        .isThrownBy(() -> read(argument))
        .withMessageContaining("Option " + argument.substring(0, argument.indexOf('=')))
        .withMessageContaining(message)
        .satisfies(e -> assertThat(e.exitCode()).isEqualTo(160));
  }

  @Test
  void anOptionWithoutItsValueEndsWithExitCode160() {
    EdgeOptionException failure =
        catchThrowableOfType(EdgeOptionException.class, () -> read("--pf"));

    assertThat(failure).hasMessage("Option --pf needs a value");
    assertThat(failure.exitCode()).isEqualTo(160);
  }

  @ParameterizedTest
  @ValueSource(strings = {"--me=Avro", "--mm=RawDataSets", "--mm=PubSub --me=Uadp"})
  void aModeAndEncodingThatDoNotGoTogetherEndWithExitCode170(String arguments) {
    EdgeOptionException failure =
        catchThrowableOfType(EdgeOptionException.class, () -> read(arguments.split(" ")));

    assertThat(failure.exitCode()).isEqualTo(170);
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
  void secretsAreNotPrinted() {
    EdgeOptions options =
        read(
            "--ec=HostName=h.x;DeviceId=d;SharedAccessKey=c2VjcmV0",
            "--mqc=HostName=b;Password=hush");

    assertThat(options.transport().hub())
        .isEqualTo(
            new HubCredential.ConnectionString("HostName=h.x;DeviceId=d;SharedAccessKey=c2VjcmV0"));
    assertThat(options.toString()).doesNotContain("c2VjcmV0").doesNotContain("hush");
  }

  @Test
  void aBrokerAndAFolderBecomePropertiesOfTheirKamelets() {
    assertThat(read("-o=/out", "--mqc=HostName=b;Port=1883;Username=u;Password=p").transport())
        .satisfies(
            transport ->
                assertThat(transport.kameletProperties())
                    .containsOnly(
                        entry("camel.kamelet.file-telemetry-sink.folder", "/out"),
                        entry("camel.kamelet.mqtt5-telemetry-sink.brokerUrl", "tcp://b:1883"),
                        entry("camel.kamelet.mqtt5-telemetry-sink.username", "u"),
                        entry("camel.kamelet.mqtt5-telemetry-sink.password", "p")));
    assertThat(read("--mqc=HostName=b").transport().mqtt().url()).isEqualTo("ssl://b:8883");
    assertThat(read("--mqc=HostName=b;UseTls=false").transport().mqtt().url())
        .isEqualTo("tcp://b:1883");
    assertThat(read().transport().kameletProperties()).isEmpty();
  }

  @Test
  void aBrokerWithoutNameIsABadValueThatIsNotPrinted() {
    EdgeOptionException failure =
        catchThrowableOfType(EdgeOptionException.class, () -> read("--mqc=Password=hush"));

    assertThat(failure.exitCode()).isEqualTo(160);
    assertThat(failure).hasMessageContaining("--mqc").hasMessageNotContaining("hush");
  }

  @ParameterizedTest
  @CsvSource({
    "HostName=x;DeviceId=y, has no SharedAccessKey. Copy it whole",
    "HostName=x;SharedAccessKey=c2VjcmV0, has no DeviceId. Copy it whole",
    "DeviceId=y;SharedAccessKey=c2VjcmV0, has no HostName. Copy it whole",
    "HostName=x;SharedAccessKeyName=owner;SharedAccessKey=c2VjcmV0, is that of a policy",
    "HostName=x;DeviceId=y;SharedAccessKey=c2VjcmV0!, is not Base64",
    "HostName=x;DeviceId=y;x509=true, signs in by a certificate",
    "c2VjcmV0, a part without a name"
  })
  void aConnectionStringThatIsNotWholeEndsWithExitCode160AndIsNotPrinted(
      String connectionString, String message) {
    assertThatExceptionOfType(EdgeOptionException.class)
        .isThrownBy(() -> read("--ec", connectionString))
        .withMessageStartingWith("Option --ec: The ")
        .withMessageContaining(message)
        .withMessageNotContaining("c2VjcmV0")
        .withNoCause()
        .satisfies(e -> assertThat(e.exitCode()).isEqualTo(160));
  }

  @Test
  void aWrongConnectionStringInTheEnvironmentIsNamedAsSuch() {
    assertThatExceptionOfType(EdgeOptionException.class)
        .isThrownBy(
            () ->
                EdgeOptionsReader.read(
                    List.of(), Map.of("EdgeHubConnectionString", "HostName=x;DeviceId=y")))
        .withMessageStartingWith("Environment variable EdgeHubConnectionString: ");
  }

  @Test
  void aModuleThatIotEdgeStartedTakesItsIdentityFromThere() {
    EdgeOptions options = EdgeOptionsReader.read(List.of(), IOT_EDGE).options();

    assertThat(options.transport().hub()).isEqualTo(new HubCredential.IotEdgeModule());
  }

  @Test
  void variablesThatIotEdgeWouldHaveSetAreNamedTogether() {
    Map<String, String> incomplete = new HashMap<>(IOT_EDGE);
    incomplete.remove("IOTEDGE_DEVICEID");
    incomplete.put("IOTEDGE_MODULEGENERATIONID", "");
    incomplete.put("IOTEDGE_WORKLOADURI", "/var/run/x.sock");

    assertThatExceptionOfType(EdgeOptionException.class)
        .isThrownBy(() -> EdgeOptionsReader.read(List.of(), incomplete))
        .withMessageContaining("IOTEDGE_DEVICEID, IOTEDGE_MODULEGENERATIONID")
        .withMessageContaining("/var/run/x.sock");
  }

  @Test
  void optionsBecomeTheDefaultsOfTheFileAndTheSettingsOfTheClient() {
    EdgeOptions options =
        read(
            "--op=500",
            "--oi=250",
            "--qs=7",
            "--ndo",
            "--npd=9",
            "--kfc=3",
            "--pki=/certs",
            "--mr=5");

    PublishingDefaults defaults = options.publishingDefaults("edge/module");
    assertThat(defaults.publisherId()).isEqualTo("edge/module");
    assertThat(defaults.writer().subscription().publishingInterval())
        .isEqualTo(Duration.ofMillis(500));
    assertThat(defaults.writer().maxNodes()).isEqualTo(9);
    assertThat(defaults.writer().keyFrameCount()).isEqualTo(3);
    assertThat(defaults.field().samplingInterval()).isEqualTo(Duration.ofMillis(250));
    assertThat(defaults.field().queueSize()).isEqualTo(7);
    assertThat(defaults.field().discardOldest()).isFalse();
    assertThat(options.clientSettings().pkiRoot()).isEqualTo(Path.of("/certs"));
    assertThat(options.clientSettings().reconnectDelayMin()).isEqualTo(Duration.ofMillis(5));
    assertThat(read("--id=mine").publishingDefaults("edge").publisherId()).isEqualTo("mine");
  }

  @ParameterizedTest
  @ValueSource(strings = {"--oi=-1", "--oi:-1"})
  void aSamplingIntervalOfMinusOneIsThePublishingInterval(String argument) {
    assertThat(read(argument).monitoring().samplingInterval()).isEqualTo(Duration.ofMillis(-1));
    assertThat(read("--oi", "-1").publishingDefaults("edge").field().samplingInterval())
        .isEqualTo(Duration.ofMillis(-1));
  }

  @Test
  void theProcessHasThirtySecondsToStopUnlessToldOtherwise() {
    assertThat(read().role().stopTimeout()).hasSeconds(30);
    assertThat(read().role().sendTimeout()).hasSeconds(25);
    assertThat(read("--stop-timeout=90").role().stopTimeout()).hasSeconds(90);
    assertThat(read("--stop-timeout=2").role().sendTimeout())
        .isBetween(Duration.ofSeconds(1), Duration.ofMillis(1_900));
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "1"})
  void aTimeToStopThatIsTooShortToTellWhatWasNotSentIsRefused(String seconds) {
    assertThatThrownBy(() -> read("--stop-timeout=" + seconds))
        .isInstanceOf(EdgeOptionException.class)
        .hasMessageContaining("--stop-timeout")
        .hasMessageContaining("must be at least 2 seconds");
  }

  @Test
  void theDataFolderComesFromTheEnvironmentToo() {
    EdgeOptions options =
        EdgeOptionsReader.read(List.of(), Map.of("BACTRIAN_DATA", "/var/lib/b")).options();

    assertThat(options.role().data()).isEqualTo(Path.of("/var/lib/b"));
    assertThat(options.pki().root()).isEqualTo(Path.of("/var/lib/b/pki"));
  }

  private static EdgeOptions read(String... arguments) {
    return EdgeOptionsReader.read(List.of(arguments), Map.of()).options();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "HostName=localhost;Port=1884",
        "HostName=127.0.0.1;Port=1883",
        "HostName=broker",
        "HostName=broker;Port=1884;UseTls=true"
      })
  void aBrokerThatIsReachedByTlsOrOnThisMachineIsNothingToWarnOf(String broker) {
    assertThat(EdgeOptionsReader.read(List.of("--mqc=" + broker), Map.of()).warnings()).isEmpty();
  }

  @Test
  void aBrokerThatIsReachedWithoutTlsIsWarnedOf() {
    assertThat(
            EdgeOptionsReader.read(
                    List.of("--mqc=HostName=broker;Port=1883;Password=hush"), Map.of())
                .warnings())
        .singleElement()
        .asString()
        .contains("broker:1883", "UseTls=true")
        .doesNotContain("hush");
  }
}
