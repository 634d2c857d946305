package org.bactrian.localazure.hub.twin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;

/** JSON merge patch (RFC 7396) for objects. */
final class MergePatch {

  private MergePatch() {}

  /** A patched copy. */
  static ObjectNode apply(ObjectNode target, ObjectNode patch) {
    ObjectNode patched = target.deepCopy();
    merge(patched, patch);
    return patched;
  }

  private static void merge(ObjectNode target, ObjectNode patch) {
    for (Map.Entry<String, JsonNode> member : patch.properties()) {
      String name = member.getKey();
      JsonNode value = member.getValue();
      if (value.isNull()) {
        target.remove(name);
      } else if (value instanceof ObjectNode object) {
        if (!(target.get(name) instanceof ObjectNode)) {
          target.set(name, JsonNodeFactory.instance.objectNode());
        }
        merge((ObjectNode) target.get(name), object);
      } else {
        target.set(name, value.deepCopy());
      }
    }
  }
}
