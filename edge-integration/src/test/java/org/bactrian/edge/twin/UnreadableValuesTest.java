package org.bactrian.edge.twin;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.List;
import org.bactrian.opcua.json.ValueFormat;
import org.bactrian.opcua.service.ServiceResult;
import org.bactrian.simulator.Simulator;
import org.bactrian.simulator.settings.SimulatorSettings;
import org.eclipse.milo.opcua.sdk.client.OpcUaClient;
import org.eclipse.milo.opcua.stack.core.encoding.DefaultEncodingContext;
import org.eclipse.milo.opcua.stack.core.types.builtin.ByteString;
import org.eclipse.milo.opcua.stack.core.types.builtin.DataValue;
import org.eclipse.milo.opcua.stack.core.types.builtin.ExtensionObject;
import org.eclipse.milo.opcua.stack.core.types.builtin.Matrix;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.StatusCode;
import org.eclipse.milo.opcua.stack.core.types.builtin.Variant;
import org.eclipse.milo.opcua.stack.core.types.enumerated.TimestampsToReturn;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Servers have values that are none of their type; what lies beside them is told all the same. */
class UnreadableValuesTest {

  private static final String SAMPLES = "nsu=urn:bactrian:plant;s=Samples";

  @TempDir static Path folder;
  private static Simulator plant;
  private static TwinEdge edge;

  @BeforeAll
  static void start() throws Exception {
    plant = Simulator.start(SimulatorSettings.in(folder.resolve("plant")).withPort(0));
    edge = TwinEdge.start(folder.resolve("edge"), plant.endpointUrl());
    OpcUaClient client = OpcUaClient.create(plant.endpointUrl());
    client.connect();
    try {
      int index = client.getNamespaceTable().getIndex("urn:bactrian:plant").intValue();
      ExtensionObject job =
          (ExtensionObject)
              client
                  .readValues(0, TimestampsToReturn.Both, List.of(new NodeId(index, "Samples/Job")))
                  .get(0)
                  .getValue()
                  .getValue();
      write(
          client,
          new NodeId(index, "Samples/Job"),
          ExtensionObject.of(ByteString.of(new byte[3]), job.getEncodingOrTypeId()));
    } finally {
      client.disconnect();
    }
  }

  private static void write(OpcUaClient client, NodeId node, Object value) throws Exception {
    DataValue written = new DataValue(new Variant(value), StatusCode.GOOD, null, null, null, null);
    assertThat(client.writeValues(List.of(node), List.of(written)))
        .containsExactly(StatusCode.GOOD);
  }

  @AfterAll
  static void stop() throws Exception {
    edge.close();
    plant.close();
  }

  @Test
  void aStructureThatIsNoneOfItsTypeIsToldByItsBody() throws Exception {
    JsonNode answer = edge.ask("ValueRead", TwinEdge.node(SAMPLES + "/Job"));

    assertThat(answer.at("/value/Body").asText()).isEqualTo("AAAA");
    assertThat(answer.path("dataType").asText()).isEqualTo("ExtensionObject");
    assertThat(answer.has("errorInfo")).isFalse();
  }

  @Test
  void otherAttributesAndNodesAreReadBesideIt() throws Exception {
    JsonNode read =
        edge.ask(
            "NodeRead",
            """
            {"attributes": [
              {"nodeId": "%s/Job", "attribute": "Value"},
              {"nodeId": "%s/Int32", "attribute": "Value"}]}
            """
                .formatted(SAMPLES, SAMPLES));
    JsonNode browsed =
        edge.ask("Browse", "{\"nodeId\":\"%s\",\"readVariableValues\":true}".formatted(SAMPLES));

    assertThat(read.at("/results/0/value/Body").asText()).isEqualTo("AAAA");
    assertThat(read.at("/results/1/value").isInt()).isTrue();
    assertThat(browsed.has("errorInfo")).isFalse();
    assertThat(target(browsed, "Job").at("/value/Body").asText()).isEqualTo("AAAA");
    assertThat(target(browsed, "Int32").path("value").isInt()).isTrue();
  }

  @Test
  void aValueThatCannotBeWrittenIsAFaultOfItsOwn() {
    Variant threeOfFour = new Variant(new Matrix(new Integer[] {1, 2, 3}, new int[] {2, 2}));

    NodeValueConverter.Written written =
        NodeValueConverter.write(
            threeOfFour, ValueFormat.COMPATIBLE, DefaultEncodingContext.INSTANCE);

    assertThat(written.json().isNull()).isTrue();
    assertThat(ServerFaults.of(written.result(ServiceResult.GOOD), null).symbolicId())
        .isEqualTo("BadDecodingError");
  }

  private static JsonNode target(JsonNode answer, String name) {
    for (JsonNode reference : answer.path("references")) {
      if (reference.at("/target/displayName").asText().equals(name)) {
        return reference.path("target");
      }
    }
    throw new AssertionError(name + " is not in " + answer);
  }
}
