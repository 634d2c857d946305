package org.bactrian.edge.twin.path;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonPointer;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import org.bactrian.opcua.node.NamespaceFormat;
import org.eclipse.milo.opcua.stack.core.NamespaceTable;
import org.eclipse.milo.opcua.stack.core.NodeIds;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.QualifiedName;
import org.eclipse.milo.opcua.stack.core.types.structured.RelativePath;
import org.eclipse.milo.opcua.stack.core.types.structured.RelativePathElement;

/** Whatever path is written is read as the same again, as a list and as one text. */
class BrowsePathPropertiesTest {

  private static final JsonPointer PLACE = JsonPointer.valueOf("/browsePath");

  private final NamespaceTable namespaces = new NamespaceTable();
  private final BrowsePathText paths = new BrowsePathText(namespaces);

  BrowsePathPropertiesTest() {
    namespaces.add("urn:server");
    namespaces.add("http://plant/a.b/?c=d&e=f;g=h");
    namespaces.add("not absolute & so on");
  }

  /** Names of at least one character, mostly of characters that mean something in a path. */
  private static Arbitrary<String> names() {
    Arbitrary<String> parts =
        Arbitraries.frequencyOf(
            Tuple.of(2, Arbitraries.of(" /.<>:#!&%;=\\,\n\u00e4".split(""))),
            Tuple.of(2, Arbitraries.strings().alpha().numeric().ofLength(1)),
            Tuple.of(1, Arbitraries.of("\ud83d\udc2b", "nsu=", "ns=2;", "%2f", "i=", "urn:")));
    return parts.list().ofMinSize(1).ofMaxSize(12).map(list -> String.join("", list));
  }

  @Provide
  Arbitrary<RelativePath> anyPath() {
    Arbitrary<NodeId> references =
        Arbitraries.oneOf(
            Arbitraries.of(
                NodeIds.References,
                NodeIds.HierarchicalReferences,
                NodeIds.Aggregates,
                NodeIds.HasComponent,
                new NodeId(2, 4000)),
            Combinators.combine(Arbitraries.of(0, 2, 3, 9), names()).as(NodeId::new));
    Arbitrary<QualifiedName> targets =
        Combinators.combine(Arbitraries.of(0, 1, 2, 3, 9), names()).as(QualifiedName::new);
    return Combinators.combine(
            references, Arbitraries.of(true, false), Arbitraries.of(true, false), targets)
        .as(RelativePathElement::new)
        .list()
        .ofMinSize(1)
        .ofMaxSize(4)
        .map(elements -> new RelativePath(elements.toArray(RelativePathElement[]::new)));
  }

  @Property
  void aPathIsReadBackFromOneTextAStep(
      @ForAll("anyPath") RelativePath path, @ForAll NamespaceFormat format) {
    List<String> texts = paths.format(path, format);

    assertThat(paths.parse(texts, PLACE)).as(texts.toString()).isEqualTo(path);
  }
}
