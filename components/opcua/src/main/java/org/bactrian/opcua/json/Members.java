package org.bactrian.opcua.json;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Iterator;
import java.util.Optional;

/** Members of objects by name; a name in another case stands for it where it is not there. */
final class Members {

  private Members() {}

  /** The value of a member; empty when it is absent or null. */
  static Optional<JsonNode> find(JsonNode object, String name) {
    return nameOf(object, name).map(object::get).filter(value -> !value.isNull());
  }

  /** The value of the first of these members that is there and not null. */
  static Optional<JsonNode> any(JsonNode object, String... names) {
    for (String name : names) {
      Optional<JsonNode> value = find(object, name);
      if (value.isPresent()) {
        return value;
      }
    }
    return Optional.empty();
  }

  /** A member's name as the object writes it. */
  static Optional<String> nameOf(JsonNode object, String name) {
    if (object.has(name)) {
      return Optional.of(name);
    }
    for (Iterator<String> names = object.fieldNames(); names.hasNext(); ) {
      String written = names.next();
      if (written.equalsIgnoreCase(name)) {
        return Optional.of(written);
      }
    }
    return Optional.empty();
  }
}
