package org.bactrian.edge.module;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;

/** Computes and applies changes of twins, in which null removes a property. */
final class TwinDifference {

  private TwinDifference() {}

  /**
   * Returns the change that turns {@code known} into {@code wanted}; members of {@code known} that
   * {@code wanted} lacks stay.
   */
  static ObjectNode between(JsonNode known, ObjectNode wanted) {
    ObjectNode change = JsonNodeFactory.instance.objectNode();
    for (Map.Entry<String, JsonNode> member : wanted.properties()) {
      JsonNode before = known.path(member.getKey());
      JsonNode after = member.getValue();
      if (after.isObject() && before.isObject()) {
        ObjectNode inner = between(before, ((ObjectNode) after).deepCopy());
        before
            .fieldNames()
            .forEachRemaining(
                name -> {
                  if (!after.has(name)) {
                    inner.putNull(name);
                  }
                });
        if (!inner.isEmpty()) {
          change.set(member.getKey(), inner);
        }
      } else if (after.isNull() ? isThere(before) : !after.equals(before)) {
        change.set(member.getKey(), after);
      }
    }
    return change;
  }

  private static boolean isThere(JsonNode node) {
    return !node.isMissingNode() && !node.isNull();
  }

  /** Applies a change in place. */
  static void apply(ObjectNode target, JsonNode change) {
    for (Map.Entry<String, JsonNode> member : change.properties()) {
      JsonNode value = member.getValue();
      if (value.isNull()) {
        target.remove(member.getKey());
      } else if (value.isObject()) {
        JsonNode inner = target.path(member.getKey());
        ObjectNode object =
            inner.isObject() ? (ObjectNode) inner : target.putObject(member.getKey());
        apply(object, value);
      } else {
        target.set(member.getKey(), value);
      }
    }
  }
}
