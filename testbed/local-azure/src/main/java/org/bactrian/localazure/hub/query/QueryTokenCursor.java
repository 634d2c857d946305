package org.bactrian.localazure.hub.query;

import java.util.List;

/** A place in a list of tokens that moves forward. */
final class QueryTokenCursor {

  private final List<QueryToken> tokens;
  private int index;

  QueryTokenCursor(List<QueryToken> tokens) {
    this.tokens = tokens;
  }

  QueryToken peek() {
    return tokens.get(index);
  }

  /** Returns the current token and moves on; the end is returned again and again. */
  QueryToken next() {
    QueryToken token = tokens.get(index);
    index = Math.min(index + 1, tokens.size() - 1);
    return token;
  }

  boolean isFollowedBy(String symbol) {
    return index + 1 < tokens.size() && tokens.get(index + 1).isSymbol(symbol);
  }

  boolean acceptKeyword(String keyword) {
    boolean accepted = peek().isKeyword(keyword);
    if (accepted) {
      next();
    }
    return accepted;
  }

  boolean acceptSymbol(String symbol) {
    boolean accepted = peek().isSymbol(symbol);
    if (accepted) {
      next();
    }
    return accepted;
  }

  void expectKeyword(String keyword, String mend) {
    if (!acceptKeyword(keyword)) {
      throw new QueryException(
          peek().position(), peek().described() + " where " + keyword + " belongs", mend);
    }
  }

  void expectSymbol(String symbol, String mend) {
    if (!acceptSymbol(symbol)) {
      throw new QueryException(
          peek().position(), peek().described() + " where " + symbol + " belongs", mend);
    }
  }

  String name(String mend) {
    QueryToken token = peek();
    if (token.kind() != QueryToken.Kind.WORD && token.kind() != QueryToken.Kind.ESCAPED) {
      throw new QueryException(token.position(), token.described() + " where a name belongs", mend);
    }
    return next().text();
  }
}
