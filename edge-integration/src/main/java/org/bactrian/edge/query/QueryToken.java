package org.bactrian.edge.query;

/**
 * Token of a query.
 *
 * @param kind what it is
 * @param text its characters, without quotes
 * @param position index of its first character in the query
 */
record QueryToken(Kind kind, String text, int position) {

  enum Kind {
    /** A word, a path or a node id. */
    NAME,
    NUMBER,
    TEXT,
    /** A namespace URI in angle brackets. */
    URI,
    SYMBOL,
    END
  }

  boolean is(String word) {
    return (kind == Kind.NAME || kind == Kind.SYMBOL) && text.equalsIgnoreCase(word);
  }
}
