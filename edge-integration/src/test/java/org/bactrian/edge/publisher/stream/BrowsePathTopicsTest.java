package org.bactrian.edge.publisher.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.bactrian.edge.publisher.group.DataSetRouting.USE_BROWSE_NAMES;
import static org.bactrian.edge.publisher.group.DataSetRouting.USE_BROWSE_NAMES_WITH_NAMESPACE_INDEX;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.bactrian.edge.publisher.group.DataSetWriter;
import org.bactrian.edge.publisher.group.PublishedField;
import org.eclipse.milo.opcua.stack.core.types.builtin.QualifiedName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Topics that follow the browse paths of nodes. */
class BrowsePathTopicsTest {

  private static final List<QualifiedName> BOILER =
      List.of(
          new QualifiedName(0, "Objects"),
          new QualifiedName(23, "Boilers"),
          new QualifiedName(23, "Boiler #1"),
          new QualifiedName(23, "Output"));

  @Test
  void namesFollowOneAnotherAndWhatWouldMakeAnotherTopicIsEscaped() {
    assertThat(BrowsePathTopics.subtopic(USE_BROWSE_NAMES, BOILER))
        .contains("/Objects/Boilers/Boiler \\x231/Output");
  }

  @Test
  void namespacesOtherThanThatOfOpcUaAreNamedWhereAskedFor() {
    assertThat(BrowsePathTopics.subtopic(USE_BROWSE_NAMES_WITH_NAMESPACE_INDEX, BOILER))
        .contains("/Objects/23:Boilers/23:Boiler \\x231/23:Output");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a\u0000b", "a\nb", "a\ud800b", "a\uffffb"})
  void namesThatNoTopicCanHaveMakeNone(String name) {
    assertThat(BrowsePathTopics.subtopic(USE_BROWSE_NAMES, List.of(new QualifiedName(1, name))))
        .isEmpty();
  }

  static Stream<List<QualifiedName>> longPaths() {
    return Stream.of(
        Collections.nCopies(80, new QualifiedName(1, "a".repeat(500))),
        Collections.nCopies(25, new QualifiedName(1, "\u6e29".repeat(500))),
        Collections.nCopies(64, new QualifiedName(1, "/".repeat(500))),
        Collections.nCopies(5_000_000, new QualifiedName(1, "a")));
  }

  @ParameterizedTest
  @MethodSource("longPaths")
  void pathsOfMoreBytesThanTopicsHaveMakeNone(List<QualifiedName> path) {
    assertThat(BrowsePathTopics.subtopic(USE_BROWSE_NAMES, path)).isEmpty();
  }

  @Test
  void aFieldIsTakenOnceAndAgainAfterItCouldNotBeRead() {
    BrowsePathTopics topics = new BrowsePathTopics();
    PublishedField field = Fixtures.field("a");
    DataSetWriter writer = Fixtures.writer(0, field).withRouting(USE_BROWSE_NAMES);

    assertThat(topics.takeUnrouted(writer)).containsExactly(field);
    assertThat(topics.takeUnrouted(writer)).isEmpty();

    topics.failed(List.of(field));
    assertThat(topics.takeUnrouted(writer)).containsExactly(field);

    topics.add(List.of(field), Map.of(field.item().key(), "/Objects/a"));
    assertThat(topics.takeUnrouted(writer)).isEmpty();
    assertThat(topics.in(writer).fields().get(0).subtopic()).isEqualTo("/Objects/a");
  }

  @Test
  void aWriterWithoutRoutingStaysAsItIs() {
    DataSetWriter writer = Fixtures.writer(0, Fixtures.field("a"));

    assertThat(new BrowsePathTopics().takeUnrouted(writer)).isEmpty();
    assertThat(new BrowsePathTopics().in(writer)).isSameAs(writer);
  }
}
