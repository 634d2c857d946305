package org.bactrian.edge.publisher.nodes;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.stream.Stream;
import org.bactrian.patience.FuzzInputs;
import org.junit.jupiter.params.provider.MethodSource;

/** Published nodes files, of which nothing may end the edge. */
class PublishedNodesFuzzTest {

  static Stream<byte[]> files() {
    return FuzzInputs.utf8(
        "[{\"DataSetWriterGroup\":\"g\",\"DataSetWriterId\":\"w\",\"EndpointUrl\":"
            + "\"opc.tcp://a:4840\",\"UseSecurity\":true,\"OpcAuthenticationMode\":"
            + "\"UsernamePassword\",\"OpcAuthenticationUsername\":\"u\","
            + "\"OpcAuthenticationPassword\":\"p\",\"DataSetPublishingInterval\":1000,"
            + "\"BatchTriggerIntervalTimespan\":\"00:00:05\",\"DataSetExtensionFields\":{\"a\":1},"
            + "\"OpcNodes\":[{\"Id\":\"ns=2;s=a\",\"OpcSamplingInterval\":250,\"QueueSize\":10,"
            + "\"DataChangeTrigger\":\"StatusValue\",\"DeadbandType\":\"Percent\","
            + "\"DeadbandValue\":5,\"DisplayName\":\"a\",\"DataSetFieldId\":\"f\"}]}]",
        "// comment\n[{\"EndpointUrl\":\"opc.tcp://a\",\"NodeId\":{\"Identifier\":\"i=1\"},},]",
        "[{\"EndpointUrl\":\"opc.tcp://a\",\"OpcNodes\":[{\"ExpandedNodeId\":\"nsu=u;i=1\","
            + "\"EventFilter\":{\"TypeDefinitionId\":\"i=2915\"},\"ConditionHandling\":"
            + "{\"UpdateInterval\":5,\"SnapshotInterval\":60}}]}]",
        "[{\"EndpointUrl\":\"opc.tcp://a\",\"OpcNodes\":[{\"Id\":\"i=1\"},{\"Id\":\"i=1\"}]},"
            + "{\"EndpointUrl\":null,\"OpcNodes\":null}]",
        "{}",
        "");
  }

  @MethodSource("files")
  @FuzzTest
  void aFileGivesGroupsAndFaultsAndNeverAnException(byte[] input) {
    String text = FuzzInputs.text(input);
    for (PublishingDefaults defaults : new PublishingDefaults[] {Nodes.COMPATIBLE, Nodes.STRICT}) {
      PublishedNodes nodes = PublishedNodes.parse(Nodes.FILE, text, defaults);
      assertThat(PublishedNodes.parse(Nodes.FILE, text, defaults).groups())
          .isEqualTo(nodes.groups());
      assertThat(nodes.nodeCount()).isLessThanOrEqualTo(text.length());
      nodes.faults().forEach(fault -> assertThat(fault.toString()).isNotBlank());
    }
  }
}
