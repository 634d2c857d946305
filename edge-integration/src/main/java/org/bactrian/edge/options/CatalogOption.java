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
 * @param description one line for the help, or the reason why it has no effect; may be empty
 * @param group title of the options that it stands among
 */
record CatalogOption(
    String key,
    Value value,
    Unit unit,
    State state,
    List<String> names,
    String description,
    String group) {

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
    /** It holds without being asked for, as its description says. */
    ALWAYS,
    /** It makes no sense here, for the reason in its description. */
    NEVER,
    LEGACY;

    /** Returns whether the description says why the option has no effect. */
    boolean isExplained() {
      return this == ALWAYS || this == NEVER;
    }
  }

  /** The sentence for a user who wrote it as {@code written}, though it has no effect. */
  String explanation(String written) {
    return written + " has no effect: " + description;
  }

  CatalogOption {
    names = List.copyOf(names);
  }
}
