package org.bactrian.edge.twin.contract;

/** Reads a level of diagnostics by its name, or by its number. */
final class DiagnosticsLevelReader extends NumberedChoiceReader<DiagnosticsLevel> {

  DiagnosticsLevelReader() {
    super(DiagnosticsLevel.class);
  }

  @Override
  int numberOf(DiagnosticsLevel constant) {
    return constant.number();
  }
}
