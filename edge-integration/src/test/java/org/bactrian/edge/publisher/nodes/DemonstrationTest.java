package org.bactrian.edge.publisher.nodes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.bactrian.edge.publisher.group.DataSetWriter;
import org.bactrian.edge.publisher.group.PublishedField;
import org.bactrian.opcua.session.OpcUaClientSettings;
import org.bactrian.opcua.session.SessionPool;
import org.bactrian.opcua.subscription.MonitoredItem;
import org.bactrian.opcua.subscription.NotificationHeader;
import org.bactrian.opcua.subscription.SubscriptionListener;
import org.bactrian.simulator.Simulator;
import org.bactrian.simulator.settings.SimulatorSettings;
import org.eclipse.milo.opcua.stack.core.types.builtin.DataValue;
import org.eclipse.milo.opcua.stack.core.types.builtin.StatusCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemonstrationTest {

  private static final Path FILE =
      Path.of(System.getProperty("bactrian.root"), "config", "published_nodes.json");

  @Test
  void everyNodeOfTheDemonstrationsFileIsThereInTheSimulatorAndReportsAValue(@TempDir Path folder)
      throws Exception {
    SimulatorSettings settings = SimulatorSettings.in(folder.resolve("simulator")).withPort(0);
    try (Simulator simulator = Simulator.start(settings);
        SessionPool sessions = new SessionPool(OpcUaClientSettings.of(folder.resolve("pki")))) {
      String text =
          Files.readString(FILE).replace("opc.tcp://localhost:50000", simulator.endpointUrl());
      List<DataSetWriter> writers = Nodes.writers(Nodes.strict(text));
      Map<String, StatusCode> refused = new ConcurrentHashMap<>();
      Map<String, DataValue> reported = new ConcurrentHashMap<>();

      for (DataSetWriter writer : writers) {
        sessions
            .open(writer.connection())
            .subscribe(
                writer.subscription().withPublishingInterval(Duration.ofMillis(100)),
                new SubscriptionListener() {
                  @Override
                  public void onDataChanges(
                      NotificationHeader header,
                      List<MonitoredItem> items,
                      List<DataValue> values) {
                    for (int i = 0; i < items.size(); i++) {
                      reported.put(items.get(i).key(), values.get(i));
                    }
                  }

                  @Override
                  public void onItemStatus(MonitoredItem item, StatusCode status, String detail) {
                    if (status.isBad()) {
                      refused.put(item.key(), status);
                    }
                  }
                })
            .monitor(writer.fields().stream().map(PublishedField::item).toList());
      }

      int all = writers.stream().mapToInt(writer -> writer.fields().size()).sum();
      await().atMost(Duration.ofSeconds(60)).until(() -> reported.size() + refused.size() >= all);
      assertThat(refused).isEmpty();
      assertThat(reported).hasSize(all);
    }
  }
}
