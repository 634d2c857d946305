package org.bactrian.edge.publisher.nodes;

import com.fasterxml.jackson.core.JsonLocation;

/**
 * Line and column in a file.
 *
 * @param line from 1, or 0 where it is not known
 * @param column from 1, or 0 where it is not known
 */
record FileLocation(int line, int column) {

  private static final FileLocation UNKNOWN = new FileLocation(0, 0);

  /**
   * The place that a parser names, which for a text that is larger than it takes is none.
   *
   * @param location place, or null
   */
  static FileLocation of(JsonLocation location) {
    if (location == null) {
      return UNKNOWN;
    }
    return new FileLocation(Math.max(1, location.getLineNr()), Math.max(1, location.getColumnNr()));
  }
}
