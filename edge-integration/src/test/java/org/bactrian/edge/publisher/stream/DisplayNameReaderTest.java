package org.bactrian.edge.publisher.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.bactrian.edge.publisher.group.Heartbeat;
import org.bactrian.edge.publisher.group.PublishedField;
import org.bactrian.opcua.session.ConnectionSettings;
import org.bactrian.opcua.session.OpcUaClientSettings;
import org.bactrian.opcua.session.Session;
import org.bactrian.opcua.session.SessionPool;
import org.bactrian.opcua.subscription.MonitoredItem;
import org.bactrian.simulator.Simulator;
import org.bactrian.simulator.settings.SimulatorSettings;
import org.eclipse.milo.opcua.stack.core.types.builtin.ExpandedNodeId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DisplayNameReaderTest {

  @TempDir private Path folder;

  @Test
  void nodesAreNamedAsTheServerNamesThemAndThoseThatItDoesNotKnowAreLeftOut() throws Exception {
    try (Simulator plant =
            Simulator.start(SimulatorSettings.in(folder.resolve("plant")).withPort(0));
        SessionPool sessions =
            new SessionPool(OpcUaClientSettings.of(folder.resolve("pki")).withAutoAccept(true));
        Session session = sessions.open(ConnectionSettings.of(plant.endpointUrl()))) {
      List<PublishedField> fields =
          List.of(
              field("missing", "nsu=urn:bactrian:plant;s=Nothing"),
              field("setPoint", "nsu=urn:bactrian:plant;s=Line1/Filler/SpeedSetpoint"),
              field("elsewhere", "nsu=urn:elsewhere;i=1"),
              field("server", "i=2253"));
      await()
          .until(() -> session.client().isDone() && !session.client().isCompletedExceptionally());

      assertThat(DisplayNameReader.of(session, fields).get(60, TimeUnit.SECONDS))
          .isEqualTo(Map.of("setPoint", "SpeedSetpoint", "server", "Server"));
    }
  }

  private static PublishedField field(String key, String node) {
    return new PublishedField(
        key,
        node,
        MonitoredItem.value(key, ExpandedNodeId.parse(node), Duration.ofSeconds(1)),
        true,
        false,
        Heartbeat.NONE);
  }
}
