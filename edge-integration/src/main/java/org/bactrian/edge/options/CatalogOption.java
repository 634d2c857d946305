package org.bactrian.edge.options;

import java.util.List;

/**
 * Option that the edge recognises.
 *
 * @param key name as environment variable and property, shared by options that say the same thing
 * @param value whether a value follows
 * @param unit what a bare number counts
 * @param state what the edge does about it
 * @param names names on the command line without their prefix
 * @param description one line for the help, empty for options that are not acted on
 */
record CatalogOption(
    String key, Value value, Unit unit, State state, List<String> names, String description) {

  /** True when a value follows the name. */
  enum Value {
    /** No value follows. */
    FLAG,
    /** After {@code =} or {@code :}, or as the next argument when that is a boolean. */
    OPTIONAL,
    /** After {@code =} or {@code :}, or as the next argument. */
    REQUIRED
  }

  /** Unit of a bare number. */
  enum Unit {
    NONE,
    MILLISECONDS,
    SECONDS
  }

  /** Support of an option. */
  enum State {
    ACTED,
    LATER,
    LEGACY
  }

  CatalogOption {
    names = List.copyOf(names);
  }
}
