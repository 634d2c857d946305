package org.bactrian.edge.options;

/** Targets of periodic diagnostics. */
public enum DiagnosticsTarget {
  /** Standard output, as a block of lines for each writer group. */
  LOGGER("Logger"),
  /** A message of each writer group. */
  EVENTS("Events");

  private final String text;

  DiagnosticsTarget(String text) {
    this.text = text;
  }

  /** The name in options. */
  public String text() {
    return text;
  }
}
