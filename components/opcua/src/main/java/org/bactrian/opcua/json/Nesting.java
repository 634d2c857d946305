package org.bactrian.opcua.json;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayDeque;
import java.util.Deque;

/** Limit of the depth of values within values. */
final class Nesting {

  /** Levels that everybody takes who decodes OPC UA (Part 6, 5.1.5). */
  static final int MOST_LEVELS = 100;

  private Nesting() {}

  /** Refuses JSON of more levels, since it would take a stack without end to read. */
  static void check(JsonNode json) {
    if (!json.isContainerNode()) {
      return;
    }
    Deque<JsonNode> level = new ArrayDeque<>();
    level.add(json);
    for (int levels = 1; !level.isEmpty(); levels++) {
      if (levels > MOST_LEVELS) {
        throw new ValueFaultException(
            "The value has more than " + MOST_LEVELS + " levels of arrays and objects",
            "Write it with fewer.");
      }
      Deque<JsonNode> below = new ArrayDeque<>();
      for (JsonNode container : level) {
        for (JsonNode child : container) {
          if (child.isContainerNode()) {
            below.add(child);
          }
        }
      }
      level = below;
    }
  }
}
