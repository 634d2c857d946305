package org.bactrian.launcher.compatibility;

import java.util.List;

/** Table of {@code docs/compatibility.md} that is made from a catalogue and from the tests. */
interface CompatibilityTable {

  /**
   * Row of a table.
   *
   * @param name name that tests exercise
   * @param acted whether it acts, so that there must be a test of it
   * @param cells cells before that of the tests
   */
  record Row(String name, boolean acted, List<String> cells) {}

  /** Returns its name in the document, which is the member of {@code Exercises} too. */
  String kind();

  /** Returns the titles of the columns before that of the tests. */
  List<String> columns();

  /** Returns the rows in their order. */
  List<Row> rows();
}
