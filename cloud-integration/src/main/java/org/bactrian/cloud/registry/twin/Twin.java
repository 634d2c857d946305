package org.bactrian.cloud.registry.twin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.bactrian.model.registry.ModuleId;

/**
 * A twin as IoT Hub gives it.
 *
 * @param id device, or module of a device
 * @param etag changes with tags and desired properties
 * @param connected whether the device or module is connected
 * @param blocked whether the identity is disabled, so that it cannot connect
 * @param tags tags; an empty object for none
 * @param desired desired properties; an empty object for none
 * @param reported reported properties; an empty object for none
 */
public record Twin(
    ModuleId id,
    String etag,
    boolean connected,
    boolean blocked,
    JsonNode tags,
    JsonNode desired,
    JsonNode reported) {

  /** Returns a twin that nobody has written yet. */
  public static Twin blank(ModuleId id) {
    ObjectNode json = JsonNodeFactory.instance.objectNode().put("deviceId", id.deviceId());
    return of(id.isModule() ? json.put("moduleId", id.moduleId()) : json);
  }

  /** Reads the JSON of IoT Hub's REST. */
  public static Twin of(JsonNode json) {
    return new Twin(
        new ModuleId(json.path("deviceId").asText(""), json.path("moduleId").asText("")),
        json.path("etag").asText(""),
        json.path("connectionState").asText("").equalsIgnoreCase("Connected"),
        json.path("status").asText("").equalsIgnoreCase("disabled"),
        json.path("tags"),
        json.path("properties").path("desired"),
        json.path("properties").path("reported"));
  }

  /** Properties as the cloud wants them, overlaid by what the device or module reports. */
  JsonNode consolidated() {
    if (!desired.isObject()) {
      return reported;
    }
    ObjectNode all = desired.deepCopy();
    reported
        .properties()
        .forEach(
            property -> {
              if (!property.getKey().startsWith("$")) {
                all.set(property.getKey(), property.getValue());
              }
            });
    return all;
  }
}
