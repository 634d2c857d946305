package org.bactrian.edge.options;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.bactrian.edge.publisher.group.Heartbeat;
import org.bactrian.edge.publisher.group.HeartbeatBehavior;
import org.bactrian.edge.publisher.group.NodeSupervision;
import org.bactrian.edge.publisher.nodes.PublishingDefaults;
import org.bactrian.patience.Exercises;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Options of the way to nodes and their values. */
@Exercises(options = {"DefaultSamplingInterval"})
class MonitoringOptionsTest {

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

  @ParameterizedTest
  @CsvSource({"0, 2147483647", "2147483648, 2147483647", "1, 1"})
  void noLimitOfItemsInASubscriptionIsWrittenAsZero(String written, int most) {
    assertThat(
            read("--xmi=" + written)
                .clientSettings()
                .subscriptions()
                .maxItemsPerServerSubscription())
        .isEqualTo(most);
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
  @ValueSource(strings = {"--oi=-1", "--oi:-1"})
  void aSamplingIntervalOfMinusOneIsThePublishingInterval(String argument) {
    assertThat(read(argument).monitoring().samplingInterval()).isEqualTo(Duration.ofMillis(-1));
    assertThat(read("--oi", "-1").publishingDefaults("edge").field().samplingInterval())
        .isEqualTo(Duration.ofMillis(-1));
  }

  @Test
  @Exercises(options = {"DefaultSkipFirst", "BactrianOutage"})
  void theFirstValueAndTheTimeThatServersBridgeAreOptions() {
    assertThat(read().monitoring().skipFirst()).isFalse();
    assertThat(read("--sf").publishingDefaults("edge").field().skipFirst()).isTrue();
    assertThat(read().monitoring().outage()).isEqualTo(Duration.ofSeconds(60));
    assertThat(read("--outage=600").publishingDefaults("edge").field().outage())
        .isEqualTo(Duration.ofMinutes(10));
    assertThat(read("--qs=5").monitoring().outage()).isZero();
    assertThat(read("--outage=7200").publishingDefaults("edge").writer().subscription().lifetime())
        .isEqualTo(Duration.ofHours(4));
  }

  private static EdgeOptions read(String... arguments) {
    return EdgeOptionsReader.read(List.of(arguments), Map.of()).options();
  }
}
