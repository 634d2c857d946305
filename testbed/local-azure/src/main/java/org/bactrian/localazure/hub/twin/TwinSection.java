package org.bactrian.localazure.hub.twin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The desired or the reported properties of a twin. Nobody changes the nodes of a section: a change
 * makes a new one. The rules are those of "Understand and use device twins in IoT Hub"
 * (https://learn.microsoft.com/azure/iot-hub/iot-hub-devguide-device-twins).
 *
 * @param values the properties, without {@code $version} and {@code $metadata}
 * @param metadata {@code $lastUpdated} of every property, in the shape of the properties
 * @param version rises by one with every change
 */
public record TwinSection(ObjectNode values, ObjectNode metadata, long version) {

  private static final String LAST_UPDATED = "$lastUpdated";
  private static final String LAST_UPDATED_VERSION = "$lastUpdatedVersion";

  /** No properties, version 1, as a new twin has. */
  public static TwinSection empty(Instant now) {
    ObjectNode metadata = JsonNodeFactory.instance.objectNode();
    metadata.put(LAST_UPDATED, now.toString());
    return new TwinSection(JsonNodeFactory.instance.objectNode(), metadata, 1);
  }

  /**
   * Merges a patch: members of objects one by one, everything else whole; null removes.
   *
   * @param withVersions whether the metadata says the version of the last change, as that of
   *     desired properties does
   */
  TwinSection merge(ObjectNode patch, Instant now, boolean withVersions) {
    ObjectNode newMetadata = metadata.deepCopy();
    new Stamp(now, withVersions ? version + 1 : 0).merge(newMetadata, patch);
    return new TwinSection(MergePatch.apply(values, patch), newMetadata, version + 1);
  }

  /** Replaces everything. */
  TwinSection replace(ObjectNode content, Instant now, boolean withVersions) {
    TwinSection blank =
        new TwinSection(
            JsonNodeFactory.instance.objectNode(), JsonNodeFactory.instance.objectNode(), version);
    return blank.merge(content, now, withVersions);
  }

  /**
   * With {@code $metadata} and {@code $version}, as the service shows it. It shares the members,
   * which nobody changes: a query makes this of every twin.
   */
  ObjectNode toServiceJson() {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.setAll(values);
    json.set("$metadata", metadata);
    json.put("$version", version);
    return json;
  }

  /** A patch that led to these properties, with what {@code $metadata} says of its members. */
  ObjectNode changes(ObjectNode patch) {
    ObjectNode json = patch.deepCopy();
    json.set("$metadata", excerpt(metadata, patch));
    json.put("$version", version);
    return json;
  }

  private static ObjectNode excerpt(ObjectNode metadata, ObjectNode patch) {
    ObjectNode excerpt = JsonNodeFactory.instance.objectNode();
    for (String name : List.of(LAST_UPDATED, LAST_UPDATED_VERSION)) {
      if (metadata.has(name)) {
        excerpt.set(name, metadata.get(name));
      }
    }
    for (Map.Entry<String, JsonNode> member : patch.properties()) {
      if (metadata.get(member.getKey()) instanceof ObjectNode inner) {
        excerpt.set(
            member.getKey(),
            member.getValue() instanceof ObjectNode object
                ? excerpt(inner, object)
                : inner.deepCopy());
      }
    }
    return excerpt;
  }

  /** With {@code $version} only, as the device sees it. */
  public ObjectNode toDeviceJson() {
    ObjectNode json = values.deepCopy();
    json.put("$version", version);
    return json;
  }

  /** Names that these properties have and others lack. */
  List<String> namesMissingIn(ObjectNode others) {
    List<String> missing = new ArrayList<>();
    values
        .fieldNames()
        .forEachRemaining(
            name -> {
              if (!others.has(name)) {
                missing.add(name);
              }
            });
    return missing;
  }

  /** Time and version of a change of properties; version 0 is not written. */
  private record Stamp(Instant time, long version) {

    void merge(ObjectNode metadata, ObjectNode patch) {
      on(metadata);
      for (Map.Entry<String, JsonNode> member : patch.properties()) {
        String name = member.getKey();
        if (member.getValue().isNull()) {
          metadata.remove(name);
        } else if (member.getValue() instanceof ObjectNode object) {
          merge(metadata.withObjectProperty(name), object);
        } else {
          on(metadata.putObject(name));
        }
      }
    }

    void on(ObjectNode metadata) {
      metadata.put(LAST_UPDATED, time.toString());
      if (version > 0) {
        metadata.put(LAST_UPDATED_VERSION, version);
      }
    }
  }
}
