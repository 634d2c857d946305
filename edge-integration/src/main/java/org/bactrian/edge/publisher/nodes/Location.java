package org.bactrian.edge.publisher.nodes;

import com.fasterxml.jackson.core.JsonLocation;

/**
 * A place in a file.
 *
 * @param line from 1
 * @param column from 1
 */
record Location(int line, int column) {

  static Location of(JsonLocation location) {
    return new Location(Math.max(1, location.getLineNr()), Math.max(1, location.getColumnNr()));
  }
}
