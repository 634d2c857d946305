package org.bactrian.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.Unsigned.ubyte;
import static org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.Unsigned.uint;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.bactrian.simulator.settings.SimulatorLimits;
import org.bactrian.simulator.settings.SimulatorSettings;
import org.eclipse.milo.opcua.stack.core.AttributeId;
import org.eclipse.milo.opcua.stack.core.NodeIds;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.QualifiedName;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.UInteger;
import org.eclipse.milo.opcua.stack.core.types.enumerated.MonitoringMode;
import org.eclipse.milo.opcua.stack.core.types.enumerated.TimestampsToReturn;
import org.eclipse.milo.opcua.stack.core.types.structured.CreateMonitoredItemsResponse;
import org.eclipse.milo.opcua.stack.core.types.structured.MonitoredItemCreateRequest;
import org.eclipse.milo.opcua.stack.core.types.structured.MonitoringParameters;
import org.eclipse.milo.opcua.stack.core.types.structured.ReadValueId;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LimitsTest {

  @TempDir static Path data;
  private static Simulator simulator;
  private static PlantClient client;

  @BeforeAll
  static void connect() throws IOException, UaException {
    SimulatorLimits limits =
        SimulatorLimits.DEFAULT
            .withNodesPerRead(5)
            .withMonitoredItemsPerCall(4)
            .withMonitoredItemsPerSession(6)
            .withSubscriptionsPerSession(2);
    simulator =
        Simulator.start(
            SimulatorSettings.in(data)
                .withPort(0)
                .withLoadNodes(10)
                .withLoadRate(Duration.ofSeconds(1))
                .withLimits(limits));
    client = PlantClient.connect(simulator);
  }

  @AfterAll
  static void disconnect() throws IOException, UaException {
    client.close();
    simulator.close();
  }

  @Test
  void theServerAnnouncesItsLimits() throws UaException {
    assertThat(
            client
                .read(NodeIds.Server_ServerCapabilities_OperationLimits_MaxNodesPerRead)
                .value()
                .value())
        .isEqualTo(uint(5));
    assertThat(
            client
                .read(NodeIds.Server_ServerCapabilities_OperationLimits_MaxMonitoredItemsPerCall)
                .value()
                .value())
        .isEqualTo(uint(4));
  }

  @Test
  void aReadOfTooManyNodesIsRefused() {
    List<NodeId> nodes = Collections.nCopies(6, client.loadNode(1));

    assertThatThrownBy(() -> client.milo().readValues(0, TimestampsToReturn.Both, nodes))
        .satisfies(
            refused -> assertThat(statusOf(refused)).isEqualTo(StatusCodes.Bad_TooManyOperations));
  }

  @Test
  void monitoredItemsBeyondTheCallAndBeyondTheSessionAreRefused() throws UaException {
    UInteger subscription =
        client
            .milo()
            .createSubscription(1_000, uint(100), uint(10), uint(0), true, ubyte(0))
            .getSubscriptionId();

    assertThatThrownBy(() -> create(subscription, 5))
        .satisfies(
            refused -> assertThat(statusOf(refused)).isEqualTo(StatusCodes.Bad_TooManyOperations));
    create(subscription, 4);
    CreateMonitoredItemsResponse response = create(subscription, 4);

    assertThat(response.getResults())
        .extracting(result -> result.getStatusCode().value())
        .containsExactly(
            0L, 0L, StatusCodes.Bad_TooManyMonitoredItems, StatusCodes.Bad_TooManyMonitoredItems);
    client.milo().deleteSubscriptions(List.of(subscription));
  }

  private static CreateMonitoredItemsResponse create(UInteger subscription, int count)
      throws UaException {
    List<MonitoredItemCreateRequest> items =
        IntStream.rangeClosed(1, count)
            .mapToObj(
                number ->
                    new MonitoredItemCreateRequest(
                        new ReadValueId(
                            client.loadNode(number),
                            AttributeId.Value.uid(),
                            null,
                            QualifiedName.NULL_VALUE),
                        MonitoringMode.Reporting,
                        new MonitoringParameters(uint(number), 0.0, null, uint(1), true)))
            .toList();
    return client.milo().createMonitoredItems(subscription, TimestampsToReturn.Both, items);
  }

  private static long statusOf(Throwable refused) {
    return UaException.extractStatusCode(refused).orElseThrow().value();
  }
}
