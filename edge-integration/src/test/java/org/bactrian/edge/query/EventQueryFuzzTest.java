package org.bactrian.edge.query;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.bactrian.patience.FuzzInputs;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.eclipse.milo.opcua.stack.core.types.builtin.QualifiedName;
import org.junit.jupiter.params.provider.MethodSource;

/** Queries that callers have compiled. */
class EventQueryFuzzTest {

  private static final int MOST_ELEMENTS = 5_000;

  static Stream<byte[]> queries() {
    return FuzzInputs.utf8(
        "SELECT /Message FROM BaseEventType WHERE /Severity > 500",
        "PREFIX p <http://plant/> SELECT p:Type/Severity AS s, /Message FROM p:Type t, i=2041 u"
            + " WHERE (t/Severity BETWEEN 1 AND 2e3 OR NOT u/Message LIKE 'a%''') AND OFTYPE p:Type",
        "SELECT * WHERE /Severity IN (1, -2.5, 'x', true, null) & 3 | 4",
        "select /a.b[0:1] /* comment */ where cast(/Severity as Double) = 1",
        "SELECT");
  }

  @MethodSource("queries")
  @FuzzTest
  void aQueryIsCompiledOrRefused(byte[] input) throws UaException {
    try {
      var filter = EventFilterCompiler.compile(FuzzInputs.text(input), new OneType());
      if (filter.whereClause() != null && filter.whereClause().elements() != null) {
        assertThat(filter.whereClause().elements()).hasSizeLessThan(MOST_ELEMENTS);
      }
    } catch (QuerySyntaxException e) {
      assertThat(e.getMessage()).isNotBlank();
    }
  }

  /** Catalog in which every type has the same fields. */
  private static final class OneType implements EventTypeCatalog {

    @Override
    public Optional<String> id(String name, Map<String, String> prefixes) {
      return name.startsWith("no") ? Optional.empty() : Optional.of("i=2041");
    }

    @Override
    public List<EventField> fields(String id) {
      return List.of(
          new EventField("i=2041", List.of(new QualifiedName(0, "Severity")), List.of("Severity")),
          new EventField("i=2041", List.of(new QualifiedName(0, "Message")), List.of("Message")));
    }

    @Override
    public OptionalInt namespace(String uri) {
      return uri.isEmpty() ? OptionalInt.empty() : OptionalInt.of(1);
    }
  }
}
