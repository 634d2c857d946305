package org.bactrian.opcua.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.eclipse.milo.opcua.stack.core.NamespaceTable;
import org.eclipse.milo.opcua.stack.core.types.builtin.ExpandedNodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.ExpandedNodeId.NamespaceReference;
import org.eclipse.milo.opcua.stack.core.types.builtin.ExpandedNodeId.ServerReference;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.QualifiedName;

/** Whatever is written of node ids and names is read as the same again. */
class TextPropertiesTest {

  private final NamespaceTable namespaces = new NamespaceTable();

  TextPropertiesTest() {
    namespaces.add("urn:server");
    namespaces.add("http://plant/a.b/?c=d&e=f;g=h%25");
    namespaces.add("not absolute & so on");
  }

  @Provide
  Arbitrary<NodeId> nodeIds() {
    return Combinators.combine(Arbitraries.of(0, 1, 2, 3, 9), AnyTexts.identifier())
        .as(
            (namespace, id) ->
                new ExpandedNodeId(ServerReference.of(0), NamespaceReference.of(namespace), id)
                    .toNodeId(new NamespaceTable())
                    .orElseThrow());
  }

  @Provide
  Arbitrary<QualifiedName> names() {
    return Combinators.combine(Arbitraries.of(0, 1, 2, 3, 9), AnyTexts.text())
        .as(QualifiedName::new);
  }

  @Property
  void aNodeIdIsReadBackInEveryFormat(
      @ForAll("nodeIds") NodeId id, @ForAll NamespaceFormat format) {
    String text = NodeIdText.format(id, namespaces, format);

    assertThat(NodeIdText.parse(text).toNodeId(namespaces)).as(text).contains(id);
  }

  @Property
  void anIdOnAnotherServerIsReadBackInEveryFormat(
      @ForAll("nodeIds") NodeId id, @ForAll NamespaceFormat format) {
    String uri = namespaces.get(id.getNamespaceIndex());
    NamespaceReference namespace =
        uri == null ? NamespaceReference.of(id.getNamespaceIndex()) : NamespaceReference.of(uri);
    ExpandedNodeId remote =
        new ExpandedNodeId(ServerReference.of(7), namespace, id.getIdentifier());

    ExpandedNodeId read = NodeIdText.parse(NodeIdText.format(remote, namespaces, format));

    assertThat(read.getServerIndex()).isEqualTo(remote.getServerIndex());
    assertThat(read.getIdentifier()).isEqualTo(id.getIdentifier());
    assertThat(Optional.ofNullable(read.getNamespaceIndex(namespaces)))
        .contains(id.getNamespaceIndex());
  }

  @Property
  void aNameIsReadBackInEveryFormat(
      @ForAll("names") QualifiedName name, @ForAll NamespaceFormat format) {
    String text = QualifiedNameText.format(name, namespaces, format);

    assertThat(QualifiedNameText.parse(text, namespaces)).as(text).isEqualTo(name);
  }
}
