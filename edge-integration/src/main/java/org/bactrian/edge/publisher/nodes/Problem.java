package org.bactrian.edge.publisher.nodes;

/**
 * What is wrong with an entry or a node, before it is known what follows from it.
 *
 * @param at where
 * @param cause what and the mend, in whole sentences
 * @param attribute the attribute that has no good value because of it; empty when no single one
 * @param refuses whether what it belongs to cannot be published
 */
record Problem(Location at, String cause, String attribute, boolean refuses) {

  static Problem error(Location at, String cause) {
    return new Problem(at, cause, "", true);
  }

  static Problem error(Location at, String cause, String attribute) {
    return new Problem(at, cause, attribute, true);
  }

  static Problem warning(Location at, String cause) {
    return new Problem(at, cause, "", false);
  }

  Problem asWarning() {
    return new Problem(at, cause, attribute, false);
  }
}
