package org.bactrian.edge.publisher.nodes;

import com.fasterxml.jackson.core.JsonLocation;

/**
 * Line, column and JSON pointer (RFC 6901) in a file.
 *
 * @param line from 1, or 0 where it is not known
 * @param column from 1, or 0 where it is not known
 * @param owner pointer to the entry or node, empty for the file as a whole
 * @param member name of a property of it, empty for itself
 */
record FileLocation(int line, int column, String owner, String member) {

  private static final FileLocation UNKNOWN = new FileLocation(0, 0, "", "");

  /**
   * The place that a parser names, which for a text that is larger than it takes is none.
   *
   * @param location place, or null
   */
  static FileLocation of(JsonLocation location) {
    if (location == null) {
      return UNKNOWN;
    }
    return new FileLocation(
        Math.max(1, location.getLineNr()), Math.max(1, location.getColumnNr()), "", "");
  }

  /** The place of an entry, a node or a property of it. */
  FileLocation of(String ownerPointer, String memberName) {
    return new FileLocation(line, column, ownerPointer, memberName);
  }

  /** The pointer, empty for the file as a whole. */
  String pointer() {
    return member.isEmpty() ? owner : owner + "/" + member.replace("~", "~0").replace("/", "~1");
  }
}
