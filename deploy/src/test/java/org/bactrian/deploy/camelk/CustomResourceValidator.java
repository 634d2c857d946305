package org.bactrian.deploy.camelk;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.bactrian.deploy.DeployFolder;

/**
 * Strict validator of resources of Camel K, by the resource definitions of {@code camel-k-crds}.
 * Where these have no say, the API server would silently drop what it does not know; here that is a
 * fault.
 */
final class CustomResourceValidator {

  private static final Map<String, JsonSchema> SCHEMAS = new ConcurrentHashMap<>();

  private CustomResourceValidator() {}

  /** Returns what is wrong with a resource, each fault with its place; empty for nothing. */
  static List<String> faults(JsonNode resource) {
    String kind = resource.path("kind").asText();
    String version = resource.path("apiVersion").asText().replaceFirst("^camel.apache.org/", "");
    JsonSchema schema =
        SCHEMAS.computeIfAbsent(kind + "/" + version, key -> definition(kind, version));
    return schema.validate(resource).stream().map(ValidationMessage::getMessage).toList();
  }

  private static JsonSchema definition(String kind, String version) {
    String file = "/camel.apache.org_%ss.yaml".formatted(kind.toLowerCase(Locale.ROOT));
    try (InputStream stream = CustomResourceValidator.class.getResourceAsStream(file)) {
      if (stream == null) {
        throw new IllegalArgumentException("Camel K has no resource " + kind);
      }
      String yaml = new String(stream.readAllBytes(), StandardCharsets.UTF_8);
      for (JsonNode candidate : DeployFolder.document(yaml).path("spec").path("versions")) {
        if (candidate.path("name").asText().equals(version)) {
          JsonNode schema = candidate.path("schema").path("openAPIV3Schema");
          close(schema);
          return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V4).getSchema(schema);
        }
      }
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
    throw new IllegalArgumentException("Camel K has no version " + version + " of " + kind);
  }

  /** Lets objects have the properties only that are defined. */
  private static void close(JsonNode schema) {
    if (schema instanceof ObjectNode object) {
      boolean open =
          object.has("additionalProperties")
              || object.path("x-kubernetes-preserve-unknown-fields").asBoolean();
      if (object.path("properties").isObject() && !open) {
        object.put("additionalProperties", false);
      }
    }
    schema.forEach(CustomResourceValidator::close);
  }
}
