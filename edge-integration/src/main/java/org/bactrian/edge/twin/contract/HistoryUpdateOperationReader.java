package org.bactrian.edge.twin.contract;

/** Reads a kind of change by its name, or by its number. */
final class HistoryUpdateOperationReader extends NumberedChoiceReader<HistoryUpdateOperation> {

  HistoryUpdateOperationReader() {
    super(HistoryUpdateOperation.class);
  }

  @Override
  int numberOf(HistoryUpdateOperation constant) {
    return constant.number();
  }
}
