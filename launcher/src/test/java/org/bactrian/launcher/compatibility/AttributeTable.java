package org.bactrian.launcher.compatibility;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Table of the attributes of published nodes files, from their schema. */
final class AttributeTable implements CompatibilityTable {

  private static final Map<String, String> STATES =
      Map.of(
          "acted", "acts",
          "information", "information, nothing depends on it");

  private final JsonNode definitions;

  AttributeTable(Path root) {
    try {
      definitions =
          new JsonMapper()
              .readTree(root.resolve("config/published_nodes.schema.json").toFile())
              .get("definitions");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public String kind() {
    return "attributes";
  }

  @Override
  public List<String> columns() {
    return List.of("attribute", "level", "type", "state");
  }

  @Override
  public List<Row> rows() {
    List<Row> rows = new ArrayList<>(rows("entry", ""));
    rows.addAll(rows("node", "OpcNodes."));
    return rows;
  }

  private List<Row> rows(String owner, String prefix) {
    return definitions.get(owner).get("properties").properties().stream()
        .map(property -> row(prefix + property.getKey(), property.getValue()))
        .toList();
  }

  private static Row row(String name, JsonNode property) {
    String state = property.get("x-state").asText();
    return new Row(
        name,
        state.equals("acted"),
        List.of(
            "`" + name + "`", property.get("x-level").asText(), type(property), STATES.get(state)));
  }

  private static String type(JsonNode property) {
    String unit = property.path("x-unit").asText();
    return property.get("x-type").asText()
        + (unit.isEmpty() ? "" : ", " + unit)
        + (property.path("x-secret").asBoolean() ? ", secret" : "");
  }
}
