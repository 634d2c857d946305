package org.bactrian.web.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * An OpenAPI document of a service.
 *
 * @param service name of the service, such as {@code registry}
 * @param basePath path that all its operations begin with, such as {@code /registry/v2}
 * @param document the document as it was written
 * @param operations its operations in the order of the document
 */
public record Contract(
    String service, String basePath, JsonNode document, List<Operation> operations) {

  private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());
  private static final Set<String> METHODS =
      Set.of("get", "put", "post", "delete", "options", "head", "patch", "trace");

  public Contract {
    operations = List.copyOf(operations);
  }

  /**
   * Reads a document.
   *
   * @param service name of the service
   * @param yaml the document, YAML or JSON, with one server whose URL is the base path
   * @throws IllegalArgumentException when the document does not say what a contract needs
   */
  public static Contract read(String service, InputStream yaml) throws IOException {
    JsonNode document = YAML.readTree(yaml);
    String basePath = document.path("servers").path(0).path("url").asText();
    if (!basePath.startsWith("/") || basePath.endsWith("/")) {
      throw new IllegalArgumentException(
          "The contract " + service + " needs one server with a path such as /" + service + "/v2");
    }
    requireTextualChoices(document, "");
    List<Operation> operations = new ArrayList<>();
    for (Map.Entry<String, JsonNode> path : document.path("paths").properties()) {
      for (Map.Entry<String, JsonNode> member : path.getValue().properties()) {
        if (METHODS.contains(member.getKey())) {
          String pointer =
              "/paths/%s/%s"
                  .formatted(path.getKey().replace("~", "~0").replace("/", "~1"), member.getKey());
          operations.add(
              Operation.of(
                  member.getKey(), basePath + path.getKey(), pointer, member.getValue(), document));
        }
      }
    }
    return new Contract(service, basePath, document, operations);
  }

  /** YAML takes Off and On for truth values unless they stand in quotes. */
  private static void requireTextualChoices(JsonNode node, String place) {
    if (node.path("type").asText().equals("string")) {
      for (JsonNode choice : node.path("enum")) {
        if (!choice.isTextual()) {
          throw new IllegalArgumentException(
              "The choice " + choice + " of " + place + " is no text. Write it in quotes");
        }
      }
    }
    for (Map.Entry<String, JsonNode> member : node.properties()) {
      requireTextualChoices(member.getValue(), place + "/" + member.getKey());
    }
  }
}
