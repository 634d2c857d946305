package org.bactrian.opcua.node;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.stream.Stream;
import org.bactrian.patience.FuzzInputs;
import org.eclipse.milo.opcua.stack.core.NamespaceTable;
import org.eclipse.milo.opcua.stack.core.types.builtin.ExpandedNodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.QualifiedName;
import org.junit.jupiter.params.provider.MethodSource;

/** Node ids and qualified names in files and requests. */
class NodeIdTextFuzzTest {

  private static final NamespaceTable NAMESPACES = new NamespaceTable();

  static {
    NAMESPACES.add("urn:server");
    NAMESPACES.add("http://plant/");
  }

  static Stream<byte[]> nodeIds() {
    return FuzzInputs.utf8(
        "ns=2;s=Line 1",
        "nsu=http://plant/;i=4294967295",
        "http://plant/#s=a%20b",
        "http://plant/#b=AQID",
        "svr=1;nsu=urn:server;g=5b0d2a52-1111-2222-3333-123456789abc",
        "i=85",
        "Objects",
        "ns=70000;i=1",
        "s=a;b=%zz");
  }

  @MethodSource("nodeIds")
  @FuzzTest
  void aNodeIdIsWrittenSoThatItIsReadAlike(byte[] input) {
    ExpandedNodeId expanded;
    try {
      expanded = NodeIdText.parse(FuzzInputs.text(input));
    } catch (NodeIdTextException e) {
      assertThat(e.getMessage()).isNotBlank();
      return;
    }
    NodeId id = expanded.toNodeId(NAMESPACES).orElse(null);
    if (id != null && id.getNamespaceIndex().intValue() < NAMESPACES.toArray().length) {
      for (NamespaceFormat format : NamespaceFormat.values()) {
        String written = NodeIdText.format(id, NAMESPACES, format);
        assertThat(NodeIdText.parse(written).toNodeId(NAMESPACES)).as(written).hasValue(id);
      }
    }
  }

  static Stream<byte[]> names() {
    return FuzzInputs.utf8("1:name", "nsu=http://plant/;a", "http://plant/#a%2Fb", ":", "9:x", "");
  }

  @MethodSource("names")
  @FuzzTest
  void aQualifiedNameIsWrittenSoThatItIsReadAlike(byte[] input) {
    QualifiedName name;
    try {
      name = QualifiedNameText.parse(FuzzInputs.text(input), NAMESPACES);
    } catch (IllegalArgumentException e) {
      assertThat(e.getMessage()).isNotBlank();
      return;
    }
    if (name.getNamespaceIndex().intValue() < NAMESPACES.toArray().length) {
      for (NamespaceFormat format : NamespaceFormat.values()) {
        String written = QualifiedNameText.format(name, NAMESPACES, format);
        assertThat(QualifiedNameText.parse(written, NAMESPACES)).as(written).isEqualTo(name);
      }
    }
  }
}
