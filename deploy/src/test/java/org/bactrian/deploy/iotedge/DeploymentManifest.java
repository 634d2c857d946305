package org.bactrian.deploy.iotedge;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.Separators;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bactrian.deploy.DeployFolder;

/** Deployment manifest of IoT Edge, whole or layered. */
record DeploymentManifest(ObjectNode json) {

  /** IoT Edge takes so many characters in each part of the options that create a container. */
  static final int LARGEST_PIECE = 512;

  /** createOptions, createOptions01 to createOptions07. */
  static final int MOST_PIECES = 8;

  static final ObjectMapper JSON = new ObjectMapper();
  private static final String OPTIONS = "createOptions";

  static DeploymentManifest read(String path) throws IOException {
    return new DeploymentManifest(
        (ObjectNode) JSON.readTree(Files.readString(DeployFolder.resolve(path))));
  }

  /** Modules of the manifest, those of the system too, by their names. */
  Map<String, ObjectNode> modules() {
    Map<String, ObjectNode> modules = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> property : content("$edgeAgent").properties()) {
      if (property.getKey().startsWith("properties.desired.modules.")) {
        String name = property.getKey().substring("properties.desired.modules.".length());
        modules.put(name, (ObjectNode) property.getValue());
      }
    }
    JsonNode desired = content("$edgeAgent").path("properties.desired");
    for (String kind : List.of("systemModules", "modules")) {
      desired
          .path(kind)
          .properties()
          .forEach(module -> modules.put(module.getKey(), (ObjectNode) module.getValue()));
    }
    return modules;
  }

  /** Routes of the manifest by their names. */
  Map<String, JsonNode> routes() {
    Map<String, JsonNode> routes = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> property : content("$edgeHub").properties()) {
      if (property.getKey().startsWith("properties.desired.routes.")) {
        routes.put(
            property.getKey().substring("properties.desired.routes.".length()),
            property.getValue());
      }
    }
    content("$edgeHub")
        .path("properties.desired")
        .path("routes")
        .properties()
        .forEach(route -> routes.put(route.getKey(), route.getValue()));
    return routes;
  }

  /** Contents of a module's twin, or of a part of it. */
  JsonNode content(String module) {
    return json.path("modulesContent").path(module);
  }

  /** Environment variables of a module. */
  Map<String, String> environment(String module) {
    Map<String, String> environment = new LinkedHashMap<>();
    modules()
        .get(module)
        .path("env")
        .properties()
        .forEach(
            variable ->
                environment.put(variable.getKey(), variable.getValue().path("value").asText()));
    return environment;
  }

  /** Options that create the container of a module, put together. */
  JsonNode createOptions(String module) throws JsonProcessingException {
    StringBuilder text = new StringBuilder();
    pieces(module).values().forEach(text::append);
    return JSON.readTree(text.toString());
  }

  /** Parts of the options that create the container of a module, by their names. */
  Map<String, String> pieces(String module) {
    Map<String, String> pieces = new LinkedHashMap<>();
    modules()
        .get(module)
        .path("settings")
        .properties()
        .forEach(
            setting -> {
              if (setting.getKey().startsWith(OPTIONS)) {
                pieces.put(setting.getKey(), setting.getValue().asText());
              }
            });
    return pieces;
  }

  /** The manifest with the options of the files in {@code create-options}, as text. */
  String withCreateOptions() throws IOException {
    DeploymentManifest copy = new DeploymentManifest(json.deepCopy());
    for (Map.Entry<String, ObjectNode> module : copy.modules().entrySet()) {
      ObjectNode settings = (ObjectNode) module.getValue().path("settings");
      settings.remove(copy.pieces(module.getKey()).keySet());
      String options =
          JSON.readTree(
                  Files.readString(
                      DeployFolder.resolve("iot-edge/create-options/" + module.getKey() + ".json")))
              .toString();
      List<String> pieces = cut(options);
      for (int i = 0; i < pieces.size(); i++) {
        settings.put(i == 0 ? OPTIONS : OPTIONS + "%02d".formatted(i), pieces.get(i));
      }
    }
    DefaultPrettyPrinter printer =
        new DefaultPrettyPrinter(
            Separators.createDefaultInstance()
                .withObjectFieldValueSpacing(Separators.Spacing.AFTER));
    printer.indentObjectsWith(new DefaultIndenter("  ", "\n"));
    return JSON.writer(printer).writeValueAsString(copy.json) + "\n";
  }

  private static List<String> cut(String text) {
    List<String> pieces = new ArrayList<>();
    for (int from = 0; from < text.length(); from += LARGEST_PIECE) {
      pieces.add(text.substring(from, Math.min(text.length(), from + LARGEST_PIECE)));
    }
    return pieces;
  }
}
