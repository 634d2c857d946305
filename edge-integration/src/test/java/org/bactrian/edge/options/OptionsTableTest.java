package org.bactrian.edge.options;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.bactrian.edge.options.CatalogOption.State;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The table of OPTIONS.md, which says where options differ from OPC Publisher's. */
class OptionsTableTest {

  private static Set<String> golden;
  private static List<Row> differing;

  /** Names of an option, with the other cells of its line. */
  private record Row(List<String> names, List<String> said) {

    static Row of(String line) {
      List<String> cells = List.of(line.substring(2, line.length() - 2).split(" \\| "));
      return new Row(
          Arrays.stream(cells.get(0).split(", ")).map(name -> name.replace("`", "")).toList(),
          cells.subList(1, cells.size()));
    }

    CatalogOption option() {
      return OptionCatalog.instance().find(bare(names.get(0))).orElseThrow();
    }
  }

  @BeforeAll
  static void read() throws IOException {
    golden = new HashSet<>();
    for (JsonNode version : OpcPublisherOptionsTest.golden()) {
      for (JsonNode option : version) {
        option.path("names").forEach(name -> golden.add(name.asText()));
      }
    }
    differing = rows(Files.readAllLines(Path.of("OPTIONS.md")));
  }

  @Test
  void everyNameIsOneOfOpcPublisherAndOfTheOptionOfItsLine() {
    assertThat(differing)
        .allSatisfy(
            row -> {
              assertThat(golden).containsAll(row.names());
              assertThat(row.option().names()).containsAll(bare(row.names()));
            });
  }

  @Test
  void optionsThatDifferAreActedOn() {
    assertThat(differing).isNotEmpty().allMatch(row -> row.option().state() == State.ACTED);
  }

  @Test
  void everyLineSaysWhy() {
    assertThat(differing).allMatch(row -> row.said().size() == 2);
    assertThat(differing).allSatisfy(row -> assertThat(row.said()).noneMatch(String::isBlank));
  }

  private static List<Row> rows(List<String> lines) {
    return lines.stream().filter(line -> line.startsWith("| `")).map(Row::of).toList();
  }

  private static List<String> bare(List<String> names) {
    return names.stream().map(OptionsTableTest::bare).toList();
  }

  private static String bare(String name) {
    return name.replaceFirst("^-+", "");
  }
}
