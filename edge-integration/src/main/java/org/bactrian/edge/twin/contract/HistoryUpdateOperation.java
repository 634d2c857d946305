package org.bactrian.edge.twin.contract;

import com.fasterxml.jackson.databind.annotation.JsonDeserialize;

/** Kinds of changes of a history (Part 11, 6.5.3), numbered from 1. */
@JsonDeserialize(using = HistoryUpdateOperationReader.class)
public enum HistoryUpdateOperation {
  /** The value was added. */
  Insert,
  /** The value took the place of another one. */
  Replace,
  /** The value was added or took the place of another one. */
  Update,
  /** The value was deleted. */
  Delete;

  /** Number in the contracts and in OPC UA. */
  public int number() {
    return ordinal() + 1;
  }
}
