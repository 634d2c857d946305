package org.bactrian.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.bactrian.simulator.Eventually.eventually;
import static org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.Unsigned.uint;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.zip.GZIPOutputStream;
import org.bactrian.simulator.plant.Plant;
import org.bactrian.simulator.settings.SimulatorSettings;
import org.eclipse.milo.opcua.sdk.client.nodes.UaNode;
import org.eclipse.milo.opcua.sdk.client.nodes.UaVariableNode;
import org.eclipse.milo.opcua.sdk.core.types.DynamicStructType;
import org.eclipse.milo.opcua.stack.core.NodeIds;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.eclipse.milo.opcua.stack.core.types.builtin.ByteString;
import org.eclipse.milo.opcua.stack.core.types.builtin.DataValue;
import org.eclipse.milo.opcua.stack.core.types.builtin.ExtensionObject;
import org.eclipse.milo.opcua.stack.core.types.builtin.Matrix;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.UInteger;
import org.eclipse.milo.opcua.stack.core.types.structured.EUInformation;
import org.eclipse.milo.opcua.stack.core.types.structured.Range;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NodesTest {

  @TempDir static Path data;
  private static Simulator simulator;
  private static PlantClient client;

  @BeforeAll
  static void connect() throws IOException, UaException {
    simulator =
        Simulator.start(
            SimulatorSettings.in(data).withPort(0).withPlantRate(Duration.ofMillis(20)));
    client = PlantClient.connect(simulator);
  }

  @AfterAll
  static void disconnect() throws IOException, UaException {
    client.close();
    simulator.close();
  }

  @Test
  void thePlantIsBrowsedFromTheObjectsFolderToItsMachines() throws UaException {
    assertThat(childrenOf(NodeIds.ObjectsFolder)).contains("Plant", "Load");
    assertThat(childrenOf(client.plantNode("Plant"))).contains("Line1", "Line2", "Samples");
    assertThat(childrenOf(client.plantNode("Line1"))).contains("Filler", "Capper", "Energy");
    assertThat(childrenOf(client.plantNode("Line1/Filler")))
        .contains("Pieces", "Speed", "Temperature", "TemperatureAlarm", "Start", "StartJob");
  }

  @Test
  void nodesAreFoundByStringNumericAndGuidIds() throws UaException {
    int plant = client.index(Plant.NAMESPACE);

    assertThat(client.read(client.plantNode("Line2/Packer/Product")).value().value())
        .isInstanceOf(String.class);
    assertThat(client.read(new NodeId(plant, uint(2001))).value().value())
        .isInstanceOf(UInteger.class);
    UUID batch = UUID.fromString("5f1c7e0a-0002-4b7c-9a52-0c5d6f1e2a02");
    assertThat((String) client.read(new NodeId(plant, batch)).value().value())
        .startsWith("BATCH-2000-");
  }

  @Test
  void arraysAndMatricesKeepTheirShape() throws UaException {
    int plant = client.index(Plant.NAMESPACE);

    assertThat((UInteger[]) client.read(new NodeId(plant, uint(1002))).value().value()).hasSize(8);
    Matrix matrix = (Matrix) client.read(new NodeId(plant, uint(1003))).value().value();
    assertThat(matrix.getDimensions()).containsExactly(3, 4);
  }

  @Test
  void aClientDecodesTheStructureByItsDefinition() throws UaException {
    ExtensionObject job =
        (ExtensionObject) client.read(client.plantNode("Line1/Filler/Job")).value().value();

    DynamicStructType decoded =
        (DynamicStructType) job.decode(client.milo().getDynamicEncodingContext());

    assertThat(decoded.getMembers().keySet())
        .containsExactly("OrderId", "Number", "Quantity", "Done", "Started", "State");
    assertThat((String) decoded.getMembers().get("OrderId")).startsWith("ORDER-");
  }

  @Test
  void theEnumerationIsANumberWithNamesBehindIt() throws UaException {
    UaVariableNode state =
        (UaVariableNode)
            client.milo().getAddressSpace().getNode(client.plantNode("Line1/Capper/State"));

    assertThat(state.readValue().value().value()).isIn(1, 2);
    assertThat(
            client
                .milo()
                .getDataTypeTree()
                .getDataType(state.getDataType())
                .getDataTypeDefinition())
        .isNotNull();
  }

  @Test
  void anAnalogItemTellsItsRangeAndUnit() throws UaException {
    Range range = structure("Line1/Filler/Temperature/EURange", Range.class);
    EUInformation unit =
        structure("Line1/Filler/Temperature/EngineeringUnits", EUInformation.class);

    assertThat(range).isEqualTo(new Range(-20.0, 120.0));
    assertThat(unit.getUnitId()).isEqualTo(4_408_652);
    assertThat(unit.getDisplayName().text()).isEqualTo("°C");
  }

  @Test
  void theLevelSensorFailsAndComesBack() throws UaException {
    List<DataValue> received = client.watch(client.plantNode("Line1/Filler/Level"), 0);

    eventually().until(() -> received.size() > 40);

    List<Boolean> good =
        List.copyOf(received).stream().map(value -> value.statusCode().isGood()).toList();
    assertThat(good).containsSubsequence(true, false, true);
    assertThat(List.copyOf(received))
        .filteredOn(value -> value.statusCode().isBad())
        .allSatisfy(
            value ->
                assertThat(value.statusCode().value()).isEqualTo(StatusCodes.Bad_SensorFailure));
  }

  @Test
  void aWrittenSetpointIsReadReportedAndFollowed() throws UaException {
    NodeId setpoint = client.plantNode("Line2/Packer/SpeedSetpoint");
    List<DataValue> reported = client.watch(setpoint, 0);
    List<DataValue> speeds = client.watch(client.plantNode("Line2/Packer/Speed"), 0);

    assertThat(client.write(setpoint, 12.5).isGood()).isTrue();

    assertThat(client.read(setpoint).value().value()).isEqualTo(12.5);
    eventually().untilAsserted(() -> assertThat(numbers(reported)).endsWith(12.5));
    // Notifications with speeds of before may still be under way, so it is the latest that count.
    eventually()
        .untilAsserted(
            () ->
                assertThat(latest(numbers(speeds), 70))
                    .hasSize(70)
                    .allSatisfy(speed -> assertThat(speed).isBetween(0.0, 12.5)));
  }

  @Test
  void aWriteOfTheWrongTypeShapeOrRangeIsRefusedAndChangesNothing() throws UaException {
    NodeId setpoint = client.plantNode("Line1/Capper/SpeedSetpoint");

    assertThat(client.write(setpoint, "fast").value()).isEqualTo(StatusCodes.Bad_TypeMismatch);
    assertThat(client.write(setpoint, new Double[] {1.0}).value())
        .isEqualTo(StatusCodes.Bad_TypeMismatch);
    assertThat(client.write(setpoint, 500.0).value()).isEqualTo(StatusCodes.Bad_OutOfRange);
    assertThat(client.read(setpoint).value().value()).isEqualTo(100.0);
  }

  @Test
  void aMeasuredValueIsNotWritable() throws UaException {
    assertThat(client.write(client.plantNode("Line1/Filler/Pieces"), uint(1)).value())
        .isEqualTo(StatusCodes.Bad_UserAccessDenied);
  }

  @Test
  void theLargeValueStaysLargeWhenItIsCompressed() throws Exception {
    ByteString large = (ByteString) client.read(client.plantNode("Samples/Large")).value().value();
    ByteArrayOutputStream compressed = new ByteArrayOutputStream();

    try (GZIPOutputStream gzip = new GZIPOutputStream(compressed)) {
      gzip.write(large.bytes());
    }

    assertThat(large.bytes()).hasSize(5_000_000);
    assertThat(compressed.size()).isGreaterThan(4_900_000);
  }

  @Test
  void everySampleIsReadAndTakesBackItsOwnValue() throws UaException {
    for (String name : childrenOf(client.plantNode("Samples"))) {
      if (name.equals("Echo")) {
        continue; // a method
      }
      NodeId node = client.plantNode("Samples/" + name);

      Object value = client.read(node).value().value();

      assertThat(value).as(name).isNotNull();
      assertThat(client.write(node, value).isGood()).as(name).isTrue();
      assertThat(client.read(node).value().value()).as(name).isEqualTo(value);
    }
  }

  private static List<String> childrenOf(NodeId node) throws UaException {
    return client.milo().getAddressSpace().browseNodes(node).stream()
        .map(UaNode::getBrowseName)
        .map(name -> name.name())
        .toList();
  }

  private static <T> T structure(String node, Class<T> type) throws UaException {
    ExtensionObject value = (ExtensionObject) client.read(client.plantNode(node)).value().value();
    return type.cast(value.decode(client.milo().getStaticEncodingContext()));
  }

  private static <T> List<T> latest(List<T> values, int most) {
    return values.subList(Math.max(0, values.size() - most), values.size());
  }

  private static List<Double> numbers(List<DataValue> values) {
    return List.copyOf(values).stream()
        .map(value -> ((Number) value.value().value()).doubleValue())
        .toList();
  }
}
