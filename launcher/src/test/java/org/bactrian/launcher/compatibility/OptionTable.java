package org.bactrian.launcher.compatibility;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Table of the options of the edge, from the catalogue that it reads them by. */
final class OptionTable implements CompatibilityTable {

  private static final Map<String, String> STATES =
      Map.of(
          "acted", "acts",
          "always", "holds without being asked for",
          "never", "makes no sense here",
          "legacy", "without effect since 2.8");

  private final Map<String, Row> rows = new LinkedHashMap<>();

  OptionTable(Path root) {
    Path catalogue =
        root.resolve("edge-integration/src/main/resources/org/bactrian/edge/options/options.tsv");
    try {
      Files.readAllLines(catalogue).stream()
          .filter(line -> !line.startsWith("#") && !line.isBlank())
          .map(line -> line.split("\t", -1))
          .forEach(this::add);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** An option with two units has two lines, of which the first says what it does. */
  private void add(String[] columns) {
    String names =
        Arrays.stream(columns[4].split(" "))
            .map(name -> "`" + name + "`")
            .collect(Collectors.joining(" "));
    String description = columns.length > 5 ? columns[5].replace("|", "\\|") : "";
    rows.putIfAbsent(
        columns[0],
        new Row(
            columns[0],
            columns[3].equals("acted"),
            List.of(
                names,
                "`" + columns[0] + "`",
                STATES.get(columns[3])
                    + (description.isEmpty() || columns[3].equals("acted")
                        ? ""
                        : ": " + description))));
  }

  @Override
  public String kind() {
    return "options";
  }

  @Override
  public List<String> columns() {
    return List.of("option", "environment", "state");
  }

  @Override
  public List<Row> rows() {
    return List.copyOf(rows.values());
  }
}
