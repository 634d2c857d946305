package org.bactrian.opcua.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.bactrian.opcua.testkit.PlantSession.get;
import static org.bactrian.opcua.testkit.TestPlant.plantNode;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.bactrian.opcua.testkit.PlantSession;
import org.eclipse.milo.opcua.sdk.client.OpcUaClient;
import org.eclipse.milo.opcua.sdk.core.types.DynamicStructType;
import org.eclipse.milo.opcua.stack.core.AttributeId;
import org.eclipse.milo.opcua.stack.core.NodeIds;
import org.eclipse.milo.opcua.stack.core.OpcUaDataType;
import org.eclipse.milo.opcua.stack.core.types.builtin.ExtensionObject;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.structured.EnumDefinition;
import org.eclipse.milo.opcua.stack.core.types.structured.EnumField;
import org.eclipse.milo.opcua.stack.core.types.structured.StructureDefinition;
import org.eclipse.milo.opcua.stack.core.types.structured.StructureField;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServerDataTypesTest {

  @TempDir static Path folder;
  private static PlantSession plant;
  private static OpcUaClient client;
  private static ServerDataTypes types;

  @BeforeAll
  static void start() throws Exception {
    plant = PlantSession.start(folder);
    client = get(plant.session().client());
    types = new ServerDataTypes(client);
  }

  @AfterAll
  static void stop() throws Exception {
    plant.close();
  }

  @Test
  void aTypeOfTheServerIsSentAsTheBuiltInTypeThatItDerivesFrom() throws Exception {
    assertThat(types.builtInType(typeOf("Line1/Filler/State"))).contains(OpcUaDataType.Int32);
    assertThat(types.builtInType(typeOf("Line1/Filler/Job")))
        .contains(OpcUaDataType.ExtensionObject);
    assertThat(types.builtInType(NodeIds.EUInformation)).contains(OpcUaDataType.ExtensionObject);
    assertThat(types.builtInType(NodeIds.ServerState)).contains(OpcUaDataType.Int32);
    assertThat(types.builtInType(NodeIds.Double)).contains(OpcUaDataType.Double);
  }

  @Test
  void aTypeThatTheServerDoesNotHaveIsUnknown() {
    NodeId nothing = new NodeId(2, "NoSuchType");

    assertThat(types.builtInType(nothing)).isEmpty();
    assertThat(types.definition(nothing)).isEmpty();
  }

  @Test
  void structuresAndEnumerationsAreDefinedByTheServer() throws Exception {
    StructureDefinition job =
        (StructureDefinition) types.definition(typeOf("Line1/Filler/Job")).orElseThrow();
    EnumDefinition state =
        (EnumDefinition) types.definition(typeOf("Line1/Filler/State")).orElseThrow();

    assertThat(job.getFields())
        .extracting(StructureField::getName)
        .startsWith("OrderId")
        .contains("Quantity");
    assertThat(state.getFields()).extracting(EnumField::getName).contains("Running");
    assertThat(types.definition(NodeIds.Double)).isEmpty();
    assertThat(types.definition(NodeIds.Range)).containsInstanceOf(StructureDefinition.class);
  }

  @Test
  void aStructureOfTheServerIsDecodedWithoutReadingAllOfItsTypes() throws Exception {
    ExtensionObject encoded =
        (ExtensionObject)
            get(plant
                    .services()
                    .read(List.of(NodeAttributeId.value(plantNode("Line1/Filler/Job"))), 0))
                .get(0)
                .value()
                .value();

    Object job = encoded.decode(client.getDynamicEncodingContext());

    assertThat(job)
        .isInstanceOfSatisfying(
            DynamicStructType.class,
            it -> assertThat(it.getMembers().get("OrderId").toString()).startsWith("ORDER-"));
    AtomicInteger read = new AtomicInteger();
    client.getDataTypeTree().getRoot().traverse(type -> read.incrementAndGet());
    assertThat(read).hasValueLessThan(30);
  }

  private static NodeId typeOf(String node) throws Exception {
    NodeAttributeId dataType = new NodeAttributeId(plantNode(node), AttributeId.DataType, "");
    return (NodeId) get(plant.services().read(List.of(dataType), 0)).get(0).value().value();
  }
}
