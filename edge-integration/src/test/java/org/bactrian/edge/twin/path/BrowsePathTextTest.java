package org.bactrian.edge.twin.path;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonPointer;
import java.util.List;
import java.util.Optional;
import org.bactrian.model.fault.FaultKind;
import org.bactrian.opcua.node.NamespaceFormat;
import org.eclipse.milo.opcua.stack.core.NamespaceTable;
import org.eclipse.milo.opcua.stack.core.NodeIds;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.QualifiedName;
import org.eclipse.milo.opcua.stack.core.types.structured.RelativePath;
import org.eclipse.milo.opcua.stack.core.types.structured.RelativePathElement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BrowsePathTextTest {

  private static final JsonPointer PLACE = JsonPointer.valueOf("/browsePath");
  private static final NodeId CONNECTED_TO = new NodeId(2, 4000);

  private final NamespaceTable namespaces = new NamespaceTable();
  private final BrowsePathText paths;

  BrowsePathTextTest() {
    namespaces.add("urn:server");
    namespaces.add("http://plant/");
    paths =
        new BrowsePathText(
            namespaces,
            name ->
                name.equals(new QualifiedName(2, "ConnectedTo"))
                    ? Optional.of(CONNECTED_TO)
                    : Optional.empty());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Objects | 31 | false | true | 0 | Objects",
        "/Objects | 33 | false | true | 0 | Objects",
        ".2:Level | 44 | false | true | 2 | Level",
        "!.2:Tank | 44 | true | true | 2 | Tank",
        "!/2:Tank | 33 | true | true | 2 | Tank",
        "/!#2:Tank | 33 | true | false | 2 | Tank",
        "!#/2:Tank | 33 | true | false | 2 | Tank",
        "#foo | 31 | false | false | 0 | foo",
        "<HasComponent>2:Level | 47 | false | true | 2 | Level",
        "<!HasChild>Test | 34 | true | true | 0 | Test",
        "<#HasChild>Test | 34 | false | false | 0 | Test",
        "<#!HasProperty>Test | 46 | true | false | 0 | Test",
        "!<HasProperty>Test | 46 | true | true | 0 | Test",
        "<i=33>Test | 33 | false | true | 0 | Test",
        "<http://opcfoundation.org/UA/#i_33>Test | 33 | false | true | 0 | Test",
        "/http://plant/#Flow.Rate | 33 | false | true | 2 | Flow.Rate",
        "/nsu=http://plant/;Level | 33 | false | true | 2 | Level",
        "/2:a+b%2fc | 33 | false | true | 2 | a b/c",
        "/2:a.b/c | 33 | false | true | 2 | a.b/c",
        "/2:a&.b&/c&&d&e | 33 | false | true | 2 | a.b/c&d&e",
        "/&.hidden | 33 | false | true | 0 | .hidden",
      })
  void aStepIsAReferenceAndTheNameOfItsTarget(
      String text, int reference, boolean inverse, boolean subtypes, int namespace, String name) {
    assertThat(paths.parse(List.of(text), PLACE))
        .isEqualTo(
            path(
                new RelativePathElement(
                    new NodeId(0, reference),
                    inverse,
                    subtypes,
                    new QualifiedName(namespace, name))));
  }

  @Test
  void aReferenceTypeOfTheServerIsFoundByNameAndByNodeId() {
    RelativePath expected =
        path(new RelativePathElement(CONNECTED_TO, false, true, new QualifiedName(2, "Pump")));

    assertThat(paths.parse("<2:ConnectedTo>2:Pump", PLACE)).isEqualTo(expected);
    assertThat(paths.parse("<http://plant/#ConnectedTo>2:Pump", PLACE)).isEqualTo(expected);
    assertThat(paths.parse("<ns=2;i=4000>2:Pump", PLACE)).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/Objects/2:Tank.2:Level<!HasComponent>2:Flow&.Rate",
        "/Objects/http://plant/#Tank.http://plant/#Level<!HasComponent>http://plant/#Flow&.Rate",
        "/Objects/nsu=http://plant/;Tank.2:Level<!i=47>nsu=http://plant/;Flow&.Rate",
        "/Objects/[http://plant/#Tank].[2:Level]<!HasComponent>[2:Flow.Rate]"
      })
  void aPathInOneTextHasTheStepsOfAList(String text) {
    assertThat(paths.parse(text, PLACE))
        .isEqualTo(
            paths.parse(
                List.of("/Objects", "/2:Tank", ".2:Level", "<!HasComponent>2:Flow.Rate"), PLACE));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "<HasComponent | /browsePath/0: Browse path \"<HasComponent\" has < without >. Write ",
        "<>a | has no reference type between < and >",
        "// | has two references in a row",
        "/<HasComponent>a | has two references in a row",
        "/ | has a step without the name of its target",
        "/0: | has a namespace and no name",
        "/nsu=http://plant/; | has a namespace and no name",
        "<HasFriend>a | Reference type \"HasFriend\" is not known. Write a name",
        "<2:HasFriend>a | Reference type \"2:HasFriend\" is not known",
        "/http://elsewhere/#a | in namespace http://elsewhere/, which the server does not have"
      })
  void aTextThatIsNoStepIsQuotedWithItsPlaceAndTheRemedy(String text, String message) {
    assertThatThrownBy(() -> paths.parse(List.of(text), PLACE))
        .hasFieldOrPropertyWithValue("kind", FaultKind.BAD_REQUEST)
        .hasMessageStartingWith("/browsePath/0: ")
        .hasMessageContaining(message);
  }

  @Test
  void aPathIsWrittenInTheFormatThatWasAskedFor() {
    RelativePath path =
        path(
            new RelativePathElement(
                NodeIds.HierarchicalReferences, false, true, new QualifiedName(0, "Objects")),
            new RelativePathElement(
                NodeIds.Aggregates, true, false, new QualifiedName(2, "Flow.Rate")),
            new RelativePathElement(CONNECTED_TO, true, true, new QualifiedName(2, "a b")),
            new RelativePathElement(NodeIds.References, false, true, new QualifiedName(0, ".x")));

    assertThat(paths.format(path, NamespaceFormat.URI))
        .containsExactly(
            "/Objects",
            ".!#http://plant/#Flow.Rate",
            "<!http://plant/#i=4000>http://plant/#a+b",
            "&.x");
    assertThat(paths.format(path, NamespaceFormat.INDEX))
        .containsExactly("/Objects", ".!#2:Flow.Rate", "<!ns=2;i=4000>2:a+b", "&.x");
  }

  private static RelativePath path(RelativePathElement... elements) {
    return new RelativePath(elements);
  }
}
