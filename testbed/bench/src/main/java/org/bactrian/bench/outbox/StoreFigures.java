package org.bactrian.bench.outbox;

import java.util.HashMap;
import java.util.Map;

/** Figures of one kind of work, by name. */
record StoreFigures(Map<String, String> values) {

  /** Reads {@code name=value} with spaces between. */
  static StoreFigures parse(String line) {
    Map<String, String> values = new HashMap<>();
    for (String word : line.strip().split(" +")) {
      int equals = word.indexOf('=');
      values.put(word.substring(0, equals), word.substring(equals + 1));
    }
    return new StoreFigures(values);
  }

  String text(String name) {
    String value = values.get(name);
    if (value == null) {
      throw new IllegalArgumentException("There is no figure " + name + " in " + values);
    }
    return value;
  }

  long number(String name) {
    return Long.parseLong(text(name));
  }
}
