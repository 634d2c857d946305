package org.bactrian.localazure.hub.query;

import java.util.List;

/** A place in a list of tokens that moves forward. */
final class HubQueryTokenCursor {

  private final List<HubQueryToken> tokens;
  private int index;

  HubQueryTokenCursor(List<HubQueryToken> tokens) {
    this.tokens = tokens;
  }

  HubQueryToken peek() {
    return tokens.get(index);
  }

  /** Returns the current token and moves on; the end is returned again and again. */
  HubQueryToken next() {
    HubQueryToken token = tokens.get(index);
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
    HubQueryToken token = peek();
    if (token.kind() != HubQueryToken.Kind.WORD && token.kind() != HubQueryToken.Kind.ESCAPED) {
      throw new QueryException(token.position(), token.described() + " where a name belongs", mend);
    }
    return next().text();
  }
}
