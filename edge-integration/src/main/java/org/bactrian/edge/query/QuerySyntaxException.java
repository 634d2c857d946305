package org.bactrian.edge.query;

/** A query that cannot be meant; the message says where it stops making sense, and why. */
public final class QuerySyntaxException extends Exception {

  QuerySyntaxException(int position, String message) {
    super("At character " + (position + 1) + ": " + message);
  }
}
