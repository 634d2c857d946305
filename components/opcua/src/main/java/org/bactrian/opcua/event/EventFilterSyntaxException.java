package org.bactrian.opcua.event;

/** Fault in the JSON of an event filter, with its place and the remedy. */
public final class EventFilterSyntaxException extends Exception {

  private final String remedy;

  /**
   * @param place path of member names and indices to the fault, such as {@code
   *     WhereClause/Elements/0}; empty for the filter as a whole
   * @param fault what is wrong, without a full stop
   * @param remedy whole sentences
   */
  EventFilterSyntaxException(String place, String fault, String remedy) {
    super(place.isEmpty() ? fault : place + ": " + fault, null, false, false);
    this.remedy = remedy;
  }

  /** Returns the remedy in whole sentences. */
  public String remedy() {
    return remedy;
  }
}
