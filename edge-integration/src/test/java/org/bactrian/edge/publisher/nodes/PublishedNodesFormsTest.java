package org.bactrian.edge.publisher.nodes;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.bactrian.edge.publisher.group.DataSetWriter;
import org.bactrian.edge.publisher.group.WriterGroup;
import org.bactrian.opcua.session.RequiredSecurityMode;
import org.bactrian.patience.Exercises;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Exercises(attributes = {"NodeId"})
class PublishedNodesFormsTest {

  /** OPC Publisher 2.5: comments, a node as an entry, expanded node ids, no names. */
  private static final String FORM_2_5 =
      """
      // nodes of the paint shop
      [
        {
          "EndpointUrl": "opc.tcp://painter:62541/Server",
          "UseSecurity": true, // encrypted
          "OpcNodes": [
            {
              "Id": "i=2258",
              "OpcSamplingInterval": 2000,
              "OpcPublishingInterval": 5000,
              "HeartbeatInterval": 3600,
              "SkipFirst": true,
            },
            { "ExpandedNodeId": "nsu=http://painter.example/UA/;s=Pump 1" },
            { "ExpandedNodeId": "nsu=http://painter.example/UA/;s=Pump 2", "OpcPublishingInterval": 4000 },
          ],
        },
        {
          "EndpointUrl": "opc.tcp://painter:62541/Server",
          "NodeId": { "Identifier": "ns=0;i=2258" }
        }
      ]
      """;

  /** OPC Publisher 2.8: names of group and writer, users, timespans. */
  private static final String FORM_2_8 =
      """
      [
        {
          "EndpointUrl": "opc.tcp://press:4840",
          "DataSetWriterGroup": "Asset0",
          "DataSetWriterId": "DataFlow0",
          "UseSecurity": true,
          "OpcAuthenticationMode": "UsernamePassword",
          "OpcAuthenticationUsername": "operator",
          "OpcAuthenticationPassword": "geheim",
          "Tag": "kept",
          "OpcNodes": [
            {
              "Id": "ns=2;s=Siemens S7 \\"TCP\\".PLC_1.Speed",
              "OpcSamplingIntervalTimespan": "00:00:02",
              "OpcPublishingIntervalTimespan": "00:00:05",
              "QueueSize": 10,
              "DataChangeTrigger": "StatusValueTimestamp"
            }
          ]
        },
        {
          "EndpointUrl": "opc.tcp://press:4840",
          "DataSetWriterGroup": "Asset0",
          "DataSetWriterId": "DataFlow1",
          "DataSetPublishingIntervalTimespan": "00:00:05",
          "OpcNodes": [{ "Id": "nsu=http://press.example/;s=StepUp", "DisplayName": "StepUp" }]
        }
      ]
      """;

  /** OPC Publisher 2.9: settings of group and writer in the entry. */
  private static final String FORM_2_9 =
      """
      [
        {
          "Version": 3,
          "LastChangeDateTime": "2026-01-02T03:04:05.678+01:00",
          "EndpointUrl": "opc.tcp://press:4840",
          "EndpointSecurityMode": "SignAndEncrypt",
          "EndpointSecurityPolicy": "http://opcfoundation.org/UA/SecurityPolicy#Aes256_Sha256_RsaPss",
          "DataSetWriterGroup": "Line1",
          "MessagingMode": "FullNetworkMessages",
          "BatchSize": 20,
          "BatchTriggerIntervalTimespan": "00:00:02",
          "DataSetWriterId": "Press",
          "DataSetName": "Press",
          "DataSetKeyFrameCount": 10,
          "DataSetSamplingInterval": 250,
          "OpcNodes": [
            { "Id": "http://press.example/#s=Speed", "DataSetFieldId": "speed" },
            { "Id": "nsu=http://press.example/;g=09087e75-8e5e-499b-954f-f2a9603db28a" }
          ]
        }
      ]
      """;

  @Test
  void aFileOf25IsReadWithItsCommentsAndLegacyNodes() {
    PublishedNodes nodes = Nodes.compatible(FORM_2_5);

    assertThat(nodes.faults()).isEmpty();
    assertThat(nodes.groups())
        .singleElement()
        .extracting(WriterGroup::name)
        .isEqualTo("<<UnknownWriterGroup>>");
    assertThat(Nodes.names(nodes))
        .containsExactly(
            "<<UnknownDataSet>>",
            "<<UnknownDataSet>>1",
            "<<UnknownDataSet>>2",
            "<<UnknownDataSet>>3");
    assertThat(Nodes.writers(nodes))
        .extracting(writer -> writer.subscription().publishingInterval().toMillis())
        .containsExactly(5000L, 1000L, 4000L, 1000L);
    assertThat(Nodes.writers(nodes))
        .extracting(writer -> writer.connection().securityMode())
        .containsExactly(
            RequiredSecurityMode.NOT_NONE,
            RequiredSecurityMode.NOT_NONE,
            RequiredSecurityMode.NOT_NONE,
            RequiredSecurityMode.NONE);
    assertThat(Nodes.fields(nodes))
        .extracting("name")
        .containsExactly(
            "i=2258",
            "nsu=http://painter.example/UA/;s=Pump 1",
            "nsu=http://painter.example/UA/;s=Pump 2",
            "ns=0;i=2258");
    assertThat(Nodes.fields(nodes).get(0).skipFirst()).isTrue();
  }

  @Test
  void aFileOf28IsReadWithItsUsersAndTimespans() {
    PublishedNodes nodes = Nodes.compatible(FORM_2_8);

    assertThat(nodes.faults()).isEmpty();
    assertThat(nodes.groups()).singleElement().extracting(WriterGroup::name).isEqualTo("Asset0");
    assertThat(Nodes.names(nodes)).containsExactly("DataFlow0", "DataFlow1");
    DataSetWriter first = Nodes.writers(nodes).get(0);
    assertThat(first.connection().user().toString()).isEqualTo("UserName[operator]");
    assertThat(first.subscription().publishingInterval()).isEqualTo(Duration.ofSeconds(5));
    assertThat(first.fields().get(0).item().samplingInterval()).isEqualTo(Duration.ofSeconds(2));
    assertThat(first.fields().get(0).item().queueSize()).isEqualTo(10);
  }

  @Test
  void aFileOf29IsReadWithItsGroupSettings() {
    PublishedNodes nodes = Nodes.strict(FORM_2_9);

    assertThat(nodes.faults()).isEmpty();
    WriterGroup group = nodes.groups().get(0);
    assertThat(group.name()).isEqualTo("Line1");
    assertThat(group.format().mode().text()).isEqualTo("FullNetworkMessages");
    assertThat(group.trigger().batchSize()).isEqualTo(20);
    assertThat(group.trigger().interval()).isEqualTo(Duration.ofSeconds(2));
    DataSetWriter writer = Nodes.onlyWriter(nodes);
    assertThat(writer.connection().securityMode()).isEqualTo(RequiredSecurityMode.SIGN_AND_ENCRYPT);
    assertThat(writer.keyFrameCount()).isEqualTo(10);
    assertThat(writer.fields())
        .extracting("name")
        .containsExactly(
            "speed", "nsu=http://press.example/;g=09087e75-8e5e-499b-954f-f2a9603db28a");
    assertThat(writer.fields())
        .allSatisfy(field -> assertThat(field.item().samplingInterval()).hasMillis(250));
  }

  @Test
  void namesAreReadInAnyCaseAndNumbersAndBooleansAlsoAsText() {
    PublishedNodes nodes =
        Nodes.strict(
            "[{'endpointurl': 'opc.tcp://plc1:4840', datasetwriterid: 7, USESECURITY: 'True',"
                + " OPCNODES: [{id: 'ns=2;s=a', queuesize: '3', opcSamplingInterval: 20.0,"
                + " DisplayName: null}]}]");

    assertThat(nodes.faults()).isEmpty();
    assertThat(Nodes.onlyWriter(nodes).name()).isEqualTo("7");
    assertThat(Nodes.onlyWriter(nodes).connection().securityMode())
        .isEqualTo(RequiredSecurityMode.NOT_NONE);
    assertThat(Nodes.onlyField(nodes).item().queueSize()).isEqualTo(3);
    assertThat(Nodes.onlyField(nodes).item().samplingInterval()).hasMillis(20);
  }

  @Test
  void aFileMayHaveAByteOrderMark(@TempDir Path folder) throws Exception {
    String text = "[" + Nodes.entry("\"DataSetWriterId\": \"Fräse\"", Nodes.nodes("a", 1)) + "]";
    Path utf8 = Files.writeString(folder.resolve("utf8.json"), "\uFEFF" + text);
    Path utf16 =
        Files.write(
            folder.resolve("utf16.json"), ("\uFEFF" + text).getBytes(StandardCharsets.UTF_16LE));

    assertThat(Nodes.names(PublishedNodes.read(utf8, Nodes.STRICT))).containsExactly("Fräse");
    assertThat(Nodes.names(PublishedNodes.read(utf16, Nodes.STRICT))).containsExactly("Fräse");
  }
}
