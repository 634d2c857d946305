package org.bactrian.launcher.compatibility;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Table of the operations of OPC Publisher, with those that the edge's contract has. */
final class OperationTable implements CompatibilityTable {

  private static final Path ALL =
      Path.of("edge-integration/src/test/resources/contract/operations.tsv");
  private static final Path CONTRACT = Path.of("edge-integration/src/main/openapi/module.yaml");

  private final List<String> all;
  private final Set<String> served = new HashSet<>();

  OperationTable(Path root) {
    try {
      all = Files.readAllLines(root.resolve(ALL));
      JsonNode contract =
          new ObjectMapper(new YAMLFactory()).readTree(root.resolve(CONTRACT).toFile());
      for (JsonNode path : contract.path("paths")) {
        path.findValuesAsText("operationId").forEach(served::add);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public String kind() {
    return "operations";
  }

  @Override
  public List<String> columns() {
    return List.of("operation", "HTTP", "group", "state");
  }

  @Override
  public List<Row> rows() {
    return all.stream()
        .filter(line -> !line.startsWith("#"))
        .map(line -> row(line.split("\t")))
        .toList();
  }

  private Row row(String[] fact) {
    boolean present = served.contains(fact[1]);
    return new Row(
        fact[1],
        present,
        List.of(
            "`" + fact[1] + "`",
            "`" + fact[2] + " " + fact[3] + "`",
            fact[0],
            present ? "served" : "not there yet"));
  }
}
