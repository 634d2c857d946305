package org.bactrian.edge.query;

/** Error in a query, with the position and the reason. */
public final class QuerySyntaxException extends Exception {

  QuerySyntaxException(int position, String message) {
    super("At character " + (position + 1) + ": " + message);
  }
}
