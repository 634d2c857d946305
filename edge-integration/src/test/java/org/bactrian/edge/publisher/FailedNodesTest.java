package org.bactrian.edge.publisher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.bactrian.edge.publisher.configuration.WriterGroupOperations;
import org.bactrian.edge.publisher.nodes.PublishingDefaults;
import org.bactrian.simulator.Simulator;
import org.bactrian.simulator.settings.SimulatorSettings;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** List of nodes and connections that fail, as the method GetAllWriterGroupStates has it. */
class FailedNodesTest {

  @TempDir private Path folder;
  private PublishedFile file;
  private WriterGroupOperations operations;

  @BeforeEach
  void start() throws Exception {
    file = new PublishedFile(folder);
    operations =
        new WriterGroupOperations(file.component()::status, file.component()::sendKeyFrames);
  }

  @AfterEach
  void stop() throws Exception {
    file.close();
  }

  private void publish(String endpointUrl, String nodes) {
    file.publish(
        PublishingDefaults.compatible("edge"),
        "[{'EndpointUrl': '%s', 'DataSetPublishingInterval': 50, 'OpcNodes': [%s]}]"
            .formatted(endpointUrl, nodes));
  }

  private List<WriterGroupOperations.NodeError> errors() {
    return operations.getAllWriterGroupStates().stream()
        .flatMap(group -> group.dataSetWriters().stream())
        .flatMap(writer -> writer.source().errors().stream())
        .toList();
  }

  @Test
  void aNodeThatIsNotThereIsListedWithReasonAndNextTry() throws Exception {
    try (Simulator plant =
        Simulator.start(SimulatorSettings.in(folder.resolve("plant")).withPort(0))) {
      publish(
          plant.endpointUrl(),
          "{'Id': 'i=932534'}, {'Id': 'i=2261'}, {'Id': 'i=85', 'BrowsePath': ['Nowhere']}");

      await().until(() -> errors().size() == 2);

      for (WriterGroupOperations.NodeError error : errors()) {
        assertThat(error.since()).isNotNull();
        assertThat(error.nextTry()).isNotNull();
        assertThat(Instant.parse(error.nextTry())).isAfter(Instant.parse(error.since()));
      }
      assertThat(errors())
          .extracting(WriterGroupOperations.NodeError::nodeId)
          .containsExactly("i=932534", "i=85/Nowhere");
      assertThat(errors().get(0).errorInfo().symbolicId()).isEqualTo("BadNodeIdUnknown");
    }
  }

  @Test
  void aConnectionThatIsRefusedIsListedWithReasonAndNextTry() throws Exception {
    int port;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    String url = "opc.tcp://127.0.0.1:" + port;

    publish(url, "{'Id': 'i=2261'}");

    await().until(() -> !errors().isEmpty());
    WriterGroupOperations.NodeError error = errors().get(0);
    assertThat(error.nodeId()).isEqualTo(url);
    assertThat(error.errorInfo().statusCode()).isEqualTo(StatusCodes.Bad_ConnectionRejected);
    assertThat(error.errorInfo().symbolicId()).isEqualTo("BadConnectionRejected");
    assertThat(error.errorInfo().errorMessage()).contains(url, "nobody listens there");
    assertThat(Instant.parse(error.since())).isBeforeOrEqualTo(Instant.now());
    assertThat(Instant.parse(error.nextTry())).isAfter(Instant.parse(error.since()));
  }
}
