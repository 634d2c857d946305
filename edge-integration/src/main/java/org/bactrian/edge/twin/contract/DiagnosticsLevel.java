package org.bactrian.edge.twin.contract;

import com.fasterxml.jackson.databind.annotation.JsonDeserialize;

/** Levels of diagnostics, with the names of both contracts, in ascending order of detail. */
@JsonDeserialize(using = DiagnosticsLevelReader.class)
public enum DiagnosticsLevel {
  /** Nothing besides the status. */
  None(0),
  /** Status codes by name. */
  Status(1),
  /** Information that the server adds to the status. */
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
