package org.bactrian.cloud.registry.twin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Builds the smallest patch that turns a twin into the wanted one. */
final class TwinPatch {

  private TwinPatch() {}

  /**
   * Makes a patch for IoT Hub.
   *
   * @param twin what is there
   * @param tags wanted tags; null removes, others stay
   * @param desired wanted desired properties; null removes, others stay
   */
  static ObjectNode of(Twin twin, ObjectNode tags, ObjectNode desired) {
    ObjectNode patch = JsonNodeFactory.instance.objectNode();
    ObjectNode tagChanges = changes(twin.tags(), tags, false);
    ObjectNode desiredChanges = changes(twin.desired(), desired, false);
    if (!tagChanges.isEmpty()) {
      patch.set("tags", tagChanges);
    }
    if (!desiredChanges.isEmpty()) {
      patch.putObject("properties").set("desired", desiredChanges);
    }
    return patch;
  }

  // IoT Hub merges objects within objects, so members of a list or map that are gone have to be
  // sent as null.
  private static ObjectNode changes(JsonNode have, JsonNode want, boolean whole) {
    ObjectNode changes = JsonNodeFactory.instance.objectNode();
    want.properties()
        .forEach(
            member -> {
              JsonNode old = have.path(member.getKey());
              JsonNode wanted = member.getValue();
              if (wanted.isObject() && old.isObject()) {
                ObjectNode inner = changes(old, wanted, true);
                if (!inner.isEmpty()) {
                  changes.set(member.getKey(), inner);
                }
              } else if (differs(old, wanted)) {
                changes.set(member.getKey(), wanted);
              }
            });
    if (whole) {
      have.fieldNames()
          .forEachRemaining(
              name -> {
                if (!want.has(name)) {
                  changes.putNull(name);
                }
              });
    }
    return changes;
  }

  private static boolean differs(JsonNode old, JsonNode wanted) {
    boolean absent = old.isMissingNode() || old.isNull();
    return wanted.isNull() ? !absent : !wanted.equals(old);
  }
}
