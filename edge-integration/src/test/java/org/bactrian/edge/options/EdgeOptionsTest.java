package org.bactrian.edge.options;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bactrian.edge.publisher.group.BatchTrigger;
import org.bactrian.edge.publisher.group.MessageEncoding;
import org.bactrian.edge.publisher.group.MessagingMode;
import org.bactrian.edge.publisher.nodes.PublishingDefaults;
import org.bactrian.edge.publisher.nodes.PublishingDefaults.Batch;
import org.bactrian.opcua.node.NamespaceFormat;
import org.bactrian.patience.Exercises;
import org.bactrian.web.http.ListenAddress;
import org.junit.jupiter.api.Test;

/** Options of an edge as a whole. */
@Exercises(
    options = {
      "PublisherId",
      "DefaultPublishingInterval",
      "MaxNodesPerDataSet",
      "DefaultKeyFrameCount",
      "DefaultQueueSize",
      "DiscardNew",
      "MinReconnectDelay",
      "PkiRootPath"
    })
class EdgeOptionsTest {

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

  @Test
  @Exercises(options = "CreatePublishFileIfNotExist")
  void anEdgeThatMakesItsFileTakesNoJobs() {
    String hub = "--ec=HostName=h.x;DeviceId=d;SharedAccessKey=c2VjcmV0";

    assertThat(read(hub).isOrchestrated()).isTrue();
    assertThat(read(hub, "--cf").isOrchestrated()).isFalse();
    assertThat(read("--cf").publishedNodes().createIfMissing()).isTrue();
  }

  private static EdgeOptions read(String... arguments) {
    return EdgeOptionsReader.read(List.of(arguments), Map.of()).options();
  }
}
