package org.bactrian.edge.twin.contract;

import com.fasterxml.jackson.databind.annotation.JsonDeserialize;

/**
 * How much is told of what went wrong; names of both contracts, in the order of how much they ask
 * for.
 */
@JsonDeserialize(using = DiagnosticsLevelReader.class)
public enum DiagnosticsLevel {
  /** Nothing besides the status. */
  None(0),
  /** Status codes by name. */
  Status(1),
  /** What the server adds to the status. */
  Information(10),
  /** Status codes by name, with the operations that ended with them. */
  Operations(10),
  /** All that is known of each operation. */
  Debug(50),
  /** All that is known of each operation. */
  Diagnostics(50),
  /** All that is known of each operation. */
  Verbose(100);

  private final int number;

  DiagnosticsLevel(int number) {
    this.number = number;
  }

  /** The number that both contracts have for it. */
  int number() {
    return number;
  }
}
