package org.bactrian.edge.publisher.message;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.bactrian.edge.publisher.group.MessagingMode;
import org.bactrian.edge.publisher.group.MetaDataVersion;
import org.bactrian.model.telemetry.TelemetryMessage;
import org.bactrian.simulator.Simulator;
import org.bactrian.simulator.plant.Plant;
import org.bactrian.simulator.settings.SimulatorSettings;
import org.eclipse.milo.opcua.sdk.client.OpcUaClient;
import org.eclipse.milo.opcua.stack.core.NodeIds;
import org.eclipse.milo.opcua.stack.core.encoding.DefaultEncodingContext;
import org.eclipse.milo.opcua.stack.core.encoding.EncodingContext;
import org.eclipse.milo.opcua.stack.core.types.DataTypeManager;
import org.eclipse.milo.opcua.stack.core.types.builtin.DataValue;
import org.eclipse.milo.opcua.stack.core.types.builtin.ExtensionObject;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.Variant;
import org.eclipse.milo.opcua.stack.core.types.enumerated.TimestampsToReturn;
import org.eclipse.milo.opcua.stack.core.types.structured.Argument;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A structure that only the server knows, from its DataTypeDefinition into a message. */
class ServerStructureTest {

  @TempDir Path data;

  @Test
  void aStructureOfTheServerIsAnObjectWithItsFieldsByName() throws Exception {
    try (Simulator plant = Simulator.start(SimulatorSettings.in(data).withPort(0))) {
      OpcUaClient client = OpcUaClient.create(plant.endpointUrl());
      client.connect();
      try {
        DataValue job = job(client);

        TelemetryMessage known =
            encoded(new DataSetSource("urn:plant", client.getDynamicEncodingContext()), job);
        TelemetryMessage unknown =
            encoded(new DataSetSource("urn:plant", client.getNamespaceTable()), job);

        assertThat(known.json().at("/Messages/0/Payload/job/Value").isObject()).isTrue();
        assertThat(known.json().at("/Messages/0/Payload/job/Value/OrderId").asText())
            .startsWith("ORDER-");
        assertThat(known.json().at("/Messages/0/Payload/job/Value/Quantity").intValue())
            .isPositive();
        assertThat(known.json().at("/Messages/0/Payload/job/Value/State").textValue())
            .isIn("Stopped_0", "Running_1", "Overheated_2");
        assertThat(new String(unknown.field("job").json().get("Value").binaryValue(), UTF_8))
            .contains("ORDER-");
      } finally {
        client.disconnect();
      }
    }
  }

  @Test
  void valuesThatAreNoStructuresAskForNoTypesOfTheServer() {
    AtomicInteger asked = new AtomicInteger();
    EncodingContext counting =
        new DefaultEncodingContext() {
          @Override
          public DataTypeManager getDataTypeManager() {
            asked.incrementAndGet();
            return super.getDataTypeManager();
          }
        };
    ExtensionObject structure =
        ExtensionObject.encode(counting, new Argument("a", NodeIds.Int32, -1, null, null));
    asked.set(0);

    encoded(
        new DataSetSource("", counting), new DataValue(Variant.ofInt32Array(new Integer[] {1, 2})));
    assertThat(asked).hasValue(0);

    encoded(new DataSetSource("", counting), new DataValue(Variant.of(structure)));
    assertThat(asked).hasPositiveValue();
  }

  private static DataValue job(OpcUaClient client) throws Exception {
    int namespace = client.getNamespaceTable().getIndex(Plant.NAMESPACE).intValue();
    return client.readValue(0, TimestampsToReturn.Both, new NodeId(namespace, "Line1/Filler/Job"));
  }

  private static TelemetryMessage encoded(DataSetSource source, DataValue value) {
    List<NetworkMessage> encoded =
        Messages.encoder(MessagingMode.PUB_SUB, true, 1, 262_144)
            .encode(
                List.of(
                    new DataSetMessage(
                        Messages.writer("DataFlow0", 0, new MetaDataVersion(1, 0)),
                        source,
                        DataSetMessage.Kind.DELTA_FRAME,
                        1,
                        Messages.TIME,
                        List.of(Messages.field("job")),
                        List.of(value))));
    return TelemetryMessage.read(encoded.get(0).body());
  }
}
