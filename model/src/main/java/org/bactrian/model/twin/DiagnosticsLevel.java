package org.bactrian.model.twin;

/**
 * How much is told of what went wrong; names of both contracts, in the order of how much they ask
 * for.
 */
public enum DiagnosticsLevel {
  /** Nothing besides the status. */
  None,
  /** Status codes by name. */
  Status,
  /** What the server adds to the status. */
  Information,
  /** Status codes by name, with the operations that ended with them. */
  Operations,
  /** All that is known of each operation. */
  Debug,
  /** All that is known of each operation. */
  Diagnostics,
  /** All that is known of each operation. */
  Verbose
}
