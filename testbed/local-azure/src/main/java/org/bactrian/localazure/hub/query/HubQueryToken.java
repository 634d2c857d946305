package org.bactrian.localazure.hub.query;

/**
 * One lexical part of a query.
 *
 * @param kind what it is
 * @param text a word as written, a string without quotes, a number or a symbol; empty at the end
 * @param position index of its first character
 */
record HubQueryToken(Kind kind, String text, int position) {

  enum Kind {
    WORD,
    /** A name in double brackets, which is never a keyword. */
    ESCAPED,
    STRING,
    NUMBER,
    SYMBOL,
    END
  }

  boolean isKeyword(String keyword) {
    return kind == Kind.WORD && text.equalsIgnoreCase(keyword);
  }

  boolean isSymbol(String symbol) {
    return kind == Kind.SYMBOL && text.equals(symbol);
  }

  String described() {
    return kind == Kind.END ? "the query ends" : "found \"" + text + "\"";
  }
}
