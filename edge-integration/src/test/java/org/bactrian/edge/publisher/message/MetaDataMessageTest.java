package org.bactrian.edge.publisher.message;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.bactrian.edge.publisher.group.DataSetWriter;
import org.bactrian.edge.publisher.group.MessagingMode;
import org.bactrian.edge.publisher.group.MetaDataVersion;
import org.bactrian.edge.publisher.group.PublishedField;
import org.bactrian.edge.publisher.group.WriterGroup;
import org.bactrian.opcua.subscription.MonitoredItem;
import org.eclipse.milo.opcua.stack.core.NodeIds;
import org.eclipse.milo.opcua.stack.core.OpcUaDataType;
import org.eclipse.milo.opcua.stack.core.types.builtin.LocalizedText;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.QualifiedName;
import org.eclipse.milo.opcua.stack.core.types.structured.EnumDefinition;
import org.eclipse.milo.opcua.stack.core.types.structured.EnumField;
import org.junit.jupiter.api.Test;

/** Descriptions of DataSets against those of OPC Publisher. */
class MetaDataMessageTest {

  private static final NodeId STATE = new NodeId(2, 7);

  private static PublishedField field(String name, String classFieldId) {
    PublishedField plain = Messages.field(name, "nsu=http://plant.example/UA/;s=" + name);
    MonitoredItem item = plain.item().withKey(name);
    return plain.withItem(item).withClassFieldId(classFieldId);
  }

  private static DataSetWriter writer(PublishedField... fields) {
    return Messages.writer("DataFlow0", 1, new MetaDataVersion(1, 1289056823L))
        .withFields(List.of(fields));
  }

  private static FieldDescription type(NodeId dataType, OpcUaDataType builtIn) {
    return new FieldDescription(dataType, builtIn, -1, List.of(), "");
  }

  private static String text(boolean strict, DataSetWriter writer, DataSetDescription described) {
    WriterGroup group = Messages.group(Messages.format(MessagingMode.PUB_SUB, strict), 1, 262_144);
    NetworkMessage message = MetaDataMessage.of(group, writer, Messages.PLC, described);
    assertThat(message.messageType()).isEqualTo("ua-metadata");
    return new String(message.body(), StandardCharsets.UTF_8)
        .replace(message.messageId(), "00000000-0000-0000-0000-000000000001");
  }

  @Test
  void aDataSetIsDescribedAsOpcPublisherDoes() throws Exception {
    JsonNode golden;
    try (InputStream in =
        MetaDataMessageTest.class.getResourceAsStream("/golden/messages/metadata.json")) {
      golden = new ObjectMapper().readTree(in).at("/cases/0");
    }
    DataSetWriter writer =
        writer(
            field("c0", "11111111-1111-1111-1111-111111111111"),
            field("temp", "22222222-2222-2222-2222-222222222222"));
    DataSetDescription described =
        new DataSetDescription(
            Map.of(
                "c0", type(NodeIds.UInt32, OpcUaDataType.UInt32),
                "temp", type(NodeIds.Double, OpcUaDataType.Double)),
            Map.of());

    assertThat(text(false, writer, described)).isEqualTo(golden.at("/buffers/0").asText());
  }

  @Test
  void theTypesThatTheServerDefinesAreDescribedToo() throws Exception {
    EnumDefinition states =
        new EnumDefinition(
            new EnumField[] {
              new EnumField(
                  1L, LocalizedText.english("Running"), LocalizedText.NULL_VALUE, "Running")
            });
    DataSetDescription described =
        new DataSetDescription(
            Map.of(
                "state",
                new FieldDescription(STATE, OpcUaDataType.Int32, 1, List.of(3L), "state of it")),
            Map.of(STATE, new DescribedType(new QualifiedName(2, "State"), states)));

    JsonNode metaData =
        new ObjectMapper()
            .readTree(text(true, writer(field("state", ""), field("unknown", "")), described))
            .get("MetaData");

    JsonNode type = metaData.at("/EnumDataTypes/0");
    assertThat(type.at("/Name/Name").asText()).isEqualTo("State");
    assertThat(type.at("/EnumDefinition/Fields/0/Name").asText()).isEqualTo("Running");
    JsonNode field = metaData.at("/Fields/0");
    assertThat(field.get("DataType")).isEqualTo(type.get("DataTypeId"));
    assertThat(field.at("/Description/Text").asText()).isEqualTo("state of it");
    assertThat(field.get("ArrayDimensions").toString()).isEqualTo("[3]");
    assertThat(field.get("DataSetFieldId").asText())
        .hasSize(36)
        .isNotEqualTo(metaData.at("/Fields/1/DataSetFieldId").asText());
    assertThat(metaData.at("/Fields/1").has("DataType")).isFalse();
  }
}
