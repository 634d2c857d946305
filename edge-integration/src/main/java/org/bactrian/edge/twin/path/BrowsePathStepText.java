package org.bactrian.edge.twin.path;

import java.util.Optional;

/**
 * Step of a browse path as text.
 *
 * @param reference what leads to the target: {@code /}, {@code .}, the text between {@code <} and
 *     {@code >}, or empty for any reference
 * @param inverse whether it is followed backwards ({@code !})
 * @param subtypes whether references of subtypes lead there too; {@code #} says no
 * @param target text of the target's browse name, without escapes
 */
record BrowsePathStepText(
    Optional<String> reference, boolean inverse, boolean subtypes, String target) {

  static final String HIERARCHICAL = "/";
  static final String AGGREGATES = ".";
}
