package org.bactrian.localazure.hub.query;

/** A query that IoT Hub's query language does not have: where it stops, why, and the mend. */
public final class QueryException extends RuntimeException {

  private final int position;

  /**
   * @param position index of the first character that could not be read, from 0
   * @param problem what was found there
   * @param mend what to write instead
   */
  public QueryException(int position, String problem, String mend) {
    super("Query, character " + (position + 1) + ": " + problem + ". " + mend);
    this.position = position;
  }

  /** Returns the index of the first character that could not be read, from 0. */
  public int position() {
    return position;
  }
}
