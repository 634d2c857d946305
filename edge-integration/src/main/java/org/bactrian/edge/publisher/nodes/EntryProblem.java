package org.bactrian.edge.publisher.nodes;

import org.jspecify.annotations.Nullable;

/**
 * Problem of an entry or a node, before its consequence is known.
 *
 * @param at place of the problem
 * @param cause what and the remedy, in whole sentences
 * @param attribute the attribute that has no good value because of it; empty when no single one
 * @param refuses whether what it belongs to cannot be published
 */
record EntryProblem(FileLocation at, @Nullable String cause, String attribute, boolean refuses) {

  static EntryProblem error(FileLocation at, @Nullable String cause) {
    return new EntryProblem(at, cause, "", true);
  }

  static EntryProblem error(FileLocation at, String cause, String attribute) {
    return new EntryProblem(at, cause, attribute, true);
  }

  static EntryProblem warning(FileLocation at, String cause) {
    return new EntryProblem(at, cause, "", false);
  }

  EntryProblem asWarning() {
    return new EntryProblem(at, cause, attribute, false);
  }
}
