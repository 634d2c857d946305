package org.bactrian.launcher.compatibility;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.bactrian.launcher.compatibility.CompatibilityTable.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Makes the tables of {@code docs/compatibility.md} and compares them with those that are there.
 * With {@code -Dbactrian.write.tables} they are written.
 */
class CompatibilityTablesTest {

  private static final Path ROOT = Path.of(System.getProperty("bactrian.root"));
  private static final Path DOCUMENT = ROOT.resolve("docs/compatibility.md");
  private static final String REWRITE =
      "mvn verify -pl launcher -am -Dtest=CompatibilityTablesTest"
          + " -Dsurefire.failIfNoSpecifiedTests=false -Dbactrian.write.tables";

  private static final ExercisingTests TESTS = ExercisingTests.of(ROOT);

  /** A further table is one more class here, and a pair of comments in the document. */
  static Stream<CompatibilityTable> tables() {
    return Stream.of(new AttributeTable(ROOT), new OperationTable(ROOT), new OptionTable(ROOT));
  }

  @Test
  void theDocumentHasTheTablesThatTheBuildMakes() throws IOException {
    String written = Files.readString(DOCUMENT);
    String made = written;
    for (CompatibilityTable table : tables().toList()) {
      made = replaced(made, table);
    }
    if (System.getProperty("bactrian.write.tables") != null) {
      Files.writeString(DOCUMENT, made);
      return;
    }
    assertThat(written).as("docs/compatibility.md; write it by: " + REWRITE).isEqualTo(made);
  }

  @ParameterizedTest
  @MethodSource("tables")
  void whateverActsHasATest(CompatibilityTable table) {
    assertThat(
            table.rows().stream()
                .filter(Row::acted)
                .map(Row::name)
                .filter(name -> TESTS.links(table.kind(), name).isEmpty()))
        .isEmpty();
  }

  @ParameterizedTest
  @MethodSource("tables")
  void testsExerciseWhatThereIs(CompatibilityTable table) {
    assertThat(table.rows().stream().map(Row::name)).containsAll(TESTS.names(table.kind()));
  }

  private static String replaced(String document, CompatibilityTable table) {
    String begin = "<!-- made by the build: " + table.kind() + " -->\n";
    String end = "<!-- end of " + table.kind() + " -->\n";
    Matcher place =
        Pattern.compile(Pattern.quote(begin) + ".*?" + Pattern.quote(end), Pattern.DOTALL)
            .matcher(document);
    assertThat(place.find()).as(begin).isTrue();
    return place.replaceFirst(Matcher.quoteReplacement(begin + "\n" + text(table) + "\n" + end));
  }

  private static String text(CompatibilityTable table) {
    return line(table.columns(), "exercised by")
        + line(table.columns().stream().map(column -> "---").toList(), "---")
        + table.rows().stream()
            .map(row -> line(row.cells(), TESTS.links(table.kind(), row.name())))
            .collect(Collectors.joining());
  }

  private static String line(List<String> cells, String last) {
    return Stream.concat(cells.stream(), Stream.of(last))
        .collect(Collectors.joining(" | ", "| ", " |\n"));
  }
}
