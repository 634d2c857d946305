package org.bactrian.edge.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.milo.opcua.stack.core.types.builtin.QualifiedName;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Queries of callers who wish no server well; what queries mean is held to a server elsewhere. */
class EventFilterCompilerTest {

  private final AtomicInteger typesRead = new AtomicInteger();

  static List<Arguments> endlessQueries() {
    String one = "SELECT /Severity WHERE /Severity = 1";
    return List.of(
        Arguments.of("row of ands", one + " AND /Severity = 1".repeat(600), "operations"),
        Arguments.of("row of bits", one + " & 1".repeat(600), "operations"),
        Arguments.of("row of comparisons", one + " = 1".repeat(600), "operations"),
        Arguments.of("nesting", "SELECT * WHERE " + "(".repeat(5_000) + "1", "nested too deeply"),
        Arguments.of("row of nots", "SELECT * WHERE " + "NOT ".repeat(3_000) + "1", "nested"),
        Arguments.of("types", "SELECT * FROM " + "T,".repeat(5_000) + "T", "20 types"),
        Arguments.of("fields", "SELECT " + "/A,".repeat(5_000) + "/A", "1000 fields"),
        Arguments.of("length", one + " ".repeat(20_000), "characters"),
        Arguments.of("digits", "SELECT * WHERE /Severity = " + "9".repeat(10_000), "that large"),
        Arguments.of("power", "SELECT * WHERE /Severity = 1e999999999", "that large"),
        Arguments.of("power of a power", "SELECT * WHERE /Severity = 1e99999999999", "that large"),
        Arguments.of("namespace", "SELECT /99999:Severity", "namespace index"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("endlessQueries")
  void aQueryThatWouldTakeMemoryOrTimeWithoutBoundIsRefused(
      String name, String query, String reason) {
    Assertions.assertTimeout(
        Duration.ofSeconds(10),
        () ->
            assertThatThrownBy(() -> EventFilterCompiler.compile(query, types()))
                .isInstanceOf(QuerySyntaxException.class)
                .hasMessageContaining(reason));
    assertThat(typesRead).hasValueLessThanOrEqualTo(20);
  }

  @Test
  void longTextsAndSpacesAndCommentsLeaveTheStackAlone() throws Exception {
    String text = "it''s ".repeat(1_500);
    String query =
        "SELECT"
            + " \n".repeat(1_500)
            + "/**/".repeat(500)
            + "/Severity WHERE /Severity = '"
            + text
            + "'";

    assertThat(EventFilterCompiler.compile(query, types()).whereClause().elements()).hasSize(1);
  }

  private EventTypeCatalog types() {
    return new EventTypeCatalog() {
      @Override
      public Optional<String> id(String name, Map<String, String> prefixes) {
        return Optional.of("i=2041");
      }

      @Override
      public List<EventField> fields(String id) {
        typesRead.incrementAndGet();
        return List.of(
            new EventField(
                "i=2041", List.of(new QualifiedName(0, "Severity")), List.of("Severity")));
      }

      @Override
      public OptionalInt namespace(String uri) {
        return OptionalInt.empty();
      }
    };
  }
}
