package org.bactrian.localazure.hub.query;

import java.util.ArrayList;
import java.util.List;

/** Splits the text of a query into tokens. */
final class HubQueryTokenizer {

  private static final List<String> SYMBOLS =
      List.of("!=", "<>", "<=", ">=", "=", "<", ">", "(", ")", "[", "]", ",", ".", "*");

  private final String text;
  private final boolean hyphens;
  private final List<HubQueryToken> tokens = new ArrayList<>();
  private int position;

  private HubQueryTokenizer(String text, boolean hyphens) {
    this.text = text;
    this.hyphens = hyphens;
  }

  static List<HubQueryToken> tokensOf(String text) {
    return new HubQueryTokenizer(text, false).read();
  }

  /** The same where hyphens are parts of names, such as iothub-message-schema. */
  static List<HubQueryToken> tokensWithHyphensOf(String text) {
    return new HubQueryTokenizer(text, true).read();
  }

  private List<HubQueryToken> read() {
    while (position < text.length()) {
      char next = text.charAt(position);
      if (Character.isWhitespace(next)) {
        position++;
      } else if (next == '\'' || next == '"') {
        string(next);
      } else if (text.startsWith("[[", position)) {
        escapedName();
      } else if (Character.isDigit(next) || startsNegativeNumber(next)) {
        number();
      } else if (Character.isJavaIdentifierStart(next)) {
        word();
      } else {
        symbol();
      }
    }
    tokens.add(new HubQueryToken(HubQueryToken.Kind.END, "", text.length()));
    return List.copyOf(tokens);
  }

  private boolean startsNegativeNumber(char next) {
    return next == '-'
        && position + 1 < text.length()
        && Character.isDigit(text.charAt(position + 1));
  }

  private void string(char quote) {
    int start = position++;
    StringBuilder value = new StringBuilder();
    while (position < text.length() && text.charAt(position) != quote) {
      if (text.charAt(position) == '\\' && position + 1 < text.length()) {
        position++;
      }
      value.append(text.charAt(position++));
    }
    if (position >= text.length()) {
      throw new QueryException(
          start, "the string is never closed", "Add " + quote + " at its end.");
    }
    position++;
    tokens.add(new HubQueryToken(HubQueryToken.Kind.STRING, value.toString(), start));
  }

  private void escapedName() {
    int end = text.indexOf("]]", position);
    if (end < 0) {
      throw new QueryException(position, "the name is never closed", "Add ]] at its end.");
    }
    tokens.add(
        new HubQueryToken(HubQueryToken.Kind.ESCAPED, text.substring(position + 2, end), position));
    position = end + 2;
  }

  private void number() {
    int start = position++;
    while (position < text.length() && continuesNumber()) {
      position++;
    }
    tokens.add(
        new HubQueryToken(HubQueryToken.Kind.NUMBER, text.substring(start, position), start));
  }

  private boolean continuesNumber() {
    char next = text.charAt(position);
    char previous = text.charAt(position - 1);
    boolean exponentSign = (next == '-' || next == '+') && (previous == 'e' || previous == 'E');
    return Character.isLetterOrDigit(next) || next == '.' || exponentSign;
  }

  private void word() {
    int start = position++;
    while (position < text.length() && continuesWord(text.charAt(position))) {
      position++;
    }
    tokens.add(new HubQueryToken(HubQueryToken.Kind.WORD, text.substring(start, position), start));
  }

  private boolean continuesWord(char next) {
    return Character.isJavaIdentifierPart(next) || (hyphens && next == '-');
  }

  private void symbol() {
    for (String symbol : SYMBOLS) {
      if (text.startsWith(symbol, position)) {
        tokens.add(new HubQueryToken(HubQueryToken.Kind.SYMBOL, symbol, position));
        position += symbol.length();
        return;
      }
    }
    throw new QueryException(
        position,
        "\"" + text.charAt(position) + "\" has no meaning here",
        "Put text in quotes, and names with other characters than letters, digits, _ and $"
            + " in double brackets: tags.[[en-US]].");
  }
}
