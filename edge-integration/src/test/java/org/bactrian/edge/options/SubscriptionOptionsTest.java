package org.bactrian.edge.options;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.bactrian.edge.publisher.group.DataSetWriter;
import org.bactrian.edge.publisher.group.NodeSupervision;
import org.bactrian.edge.publisher.group.NodeWatchdog;
import org.bactrian.edge.publisher.nodes.PublishedNodes;
import org.bactrian.model.time.Backoff;
import org.bactrian.opcua.subscription.MonitoringFilter;
import org.bactrian.opcua.subscription.SubscriptionSettings;
import org.bactrian.patience.Exercises;
import org.junit.jupiter.api.Test;

/** Options of subscriptions, and of nodes that fail or fall silent. */
class SubscriptionOptionsTest {

  private static EdgeOptions read(String... arguments) {
    return EdgeOptionsReader.read(List.of(arguments), Map.of()).options();
  }

  @Test
  @Exercises(
      options = {
        "InvalidMonitoredItemRetryDelayMaxSeconds",
        "BadMonitoredItemRetryDelayMaxSeconds",
        "DefaultMonitoredItemWatchdogSeconds",
        "DefaultMonitoredItemWatchdogCondition",
        "DefaultWatchdogBehavior"
      })
  void retriesComeLaterEachTimeAndNodesAreWatchedAsOptionsSay() {
    EdgeOptions options =
        read("--inr=3", "--imd=60", "--bmd=120", "--mwt=30", "--mwc=WhenAllAreLate", "--dwb=Reset");
    NodeSupervision supervision = options.nodes().defaults().supervision();

    assertThat(supervision.retry())
        .isEqualTo(new Backoff(Duration.ofSeconds(3), Duration.ofMinutes(1)));
    assertThat(options.nodes().limits().itemRetryDelay()).isEqualTo(Duration.ofSeconds(2));
    assertThat(options.nodes().limits().maxItemRetryDelay()).isEqualTo(Duration.ofMinutes(2));
    assertThat(supervision.watchdog())
        .isEqualTo(
            new NodeWatchdog(
                Duration.ofSeconds(30),
                NodeWatchdog.Condition.WHEN_ALL_ARE_LATE,
                NodeWatchdog.Behavior.RESET));
    assertThat(read("--inr=0").nodes().limits().itemRetryDelay())
        .isGreaterThan(Duration.ofDays(30_000));
  }

  @Test
  @Exercises(
      options = {
        "DefaultKeepAliveCount",
        "DefaultLifetimeCount",
        "DisableSubscriptionTransfer",
        "IgnoreConfiguredPublishingIntervals",
        "DefaultDataChangeTrigger"
      },
      attributes = "DisableSubscriptionTransfer")
  void subscriptionsAreMadeAsOptionsSayUnlessTheFileSaysOtherwise() {
    EdgeOptions options =
        read("--ska=7", "--slt=500", "--dtr", "--ipi", "--op=2000", "--mc=StatusValueTimestamp");

    List<DataSetWriter> writers =
        PublishedNodes.parse(
                Path.of("published_nodes.json"),
                """
                [{"EndpointUrl": "opc.tcp://plc1:4840", "DataSetPublishingInterval": 100,
                  "DataSetWriterId": "a", "OpcNodes": [{"Id": "i=1"}]},
                 {"EndpointUrl": "opc.tcp://plc1:4840", "DisableSubscriptionTransfer": false,
                  "DataSetWriterId": "b", "MaxKeepAliveCount": 3,
                  "OpcNodes": [{"Id": "i=1", "DataChangeTrigger": "Status"}]}]
                """,
                options.publishingDefaults("edge"))
            .groups()
            .get(0)
            .writers();

    SubscriptionSettings first = writers.get(0).subscription();
    assertThat(first.publishingInterval()).isEqualTo(Duration.ofSeconds(2));
    assertThat(first.keepAliveCount()).isEqualTo(7);
    assertThat(first.lifetime()).isEqualTo(Duration.ofSeconds(1_000));
    assertThat(first.transferred()).isFalse();
    assertThat(writers.get(0).fields().get(0).item().filter())
        .isEqualTo(
            new MonitoringFilter.DataChange(
                MonitoringFilter.Trigger.STATUS_VALUE_TIMESTAMP,
                MonitoringFilter.Deadband.NONE,
                0));
    assertThat(writers.get(1).subscription().transferred()).isTrue();
    assertThat(writers.get(1).subscription().keepAliveCount()).isEqualTo(3);
    assertThat(writers.get(1).fields().get(0).item().filter())
        .extracting(filter -> ((MonitoringFilter.DataChange) filter).trigger())
        .isEqualTo(MonitoringFilter.Trigger.STATUS);
    // A lifetime that is shorter than the longest outage would lose what the server keeps for it.
    assertThat(read("--slt=10", "--outage=600").publishingDefaults("edge").writer().subscription())
        .extracting(SubscriptionSettings::lifetime)
        .isEqualTo(Duration.ofMinutes(20));
  }
}
