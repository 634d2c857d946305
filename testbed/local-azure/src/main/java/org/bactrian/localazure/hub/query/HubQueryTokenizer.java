package org.bactrian.localazure.hub.query;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Splits the text of a query into tokens. */
final class HubQueryTokenizer {

  private static final Pattern SPACE = Pattern.compile("\\s+");

  /** Pattern of a token; its text is the first group, or all of it without a group. */
  private record Shape(HubQueryToken.Kind kind, Pattern pattern) {
    Shape(HubQueryToken.Kind kind, String pattern) {
      this(kind, Pattern.compile(pattern, Pattern.DOTALL));
    }
  }

  private static final List<Shape> SHAPES =
      List.of(
          new Shape(HubQueryToken.Kind.STRING, "'((?:[^'\\\\]|\\\\.)*+)'"),
          new Shape(HubQueryToken.Kind.STRING, "\"((?:[^\"\\\\]|\\\\.)*+)\""),
          new Shape(HubQueryToken.Kind.ESCAPED, "\\[\\[(.*?)\\]\\]"),
          new Shape(HubQueryToken.Kind.NUMBER, "-?\\p{Nd}(?:(?<=[eE])[-+]|[\\p{L}\\p{Nd}.])*+"),
          new Shape(
              HubQueryToken.Kind.WORD, "\\p{javaJavaIdentifierStart}\\p{javaJavaIdentifierPart}*+"),
          new Shape(HubQueryToken.Kind.SYMBOL, "!=|<>|<=|>=|\\[(?!\\[)|[=<>()\\],.*]"));
  private static final Shape WORD_WITH_HYPHENS =
      new Shape(
          HubQueryToken.Kind.WORD, "\\p{javaJavaIdentifierStart}[\\p{javaJavaIdentifierPart}-]*+");

  private HubQueryTokenizer() {}

  static List<HubQueryToken> tokensOf(String text) {
    return tokens(text, SHAPES);
  }

  /** Tokens of a text in which hyphens are parts of names, such as iothub-message-schema. */
  static List<HubQueryToken> tokensWithHyphensOf(String text) {
    List<Shape> shapes = new ArrayList<>(SHAPES);
    shapes.add(0, WORD_WITH_HYPHENS);
    return tokens(text, shapes);
  }

  private static List<HubQueryToken> tokens(String text, List<Shape> shapes) {
    List<HubQueryToken> tokens = new ArrayList<>();
    int position = 0;
    while (position < text.length()) {
      Matcher space = SPACE.matcher(text).region(position, text.length());
      position = space.lookingAt() ? space.end() : add(text, position, shapes, tokens);
    }
    tokens.add(new HubQueryToken(HubQueryToken.Kind.END, "", text.length()));
    return List.copyOf(tokens);
  }

  private static int add(
      String text, int position, List<Shape> shapes, List<HubQueryToken> tokens) {
    for (Shape shape : shapes) {
      Matcher found = shape.pattern().matcher(text).region(position, text.length());
      if (found.lookingAt()) {
        String part = found.groupCount() == 0 ? found.group() : found.group(1);
        boolean escapes = shape.kind() == HubQueryToken.Kind.STRING;
        tokens.add(
            new HubQueryToken(
                shape.kind(), escapes ? part.replaceAll("(?s)\\\\(.)", "$1") : part, position));
        return found.end();
      }
    }
    char first = text.charAt(position);
    if (first == '[') {
      throw new QueryException(position, "the name is never closed", "Add ]] at its end.");
    }
    if (first == '\'' || first == '"') {
      throw new QueryException(
          position, "the string is never closed", "Add " + first + " at its end.");
    }
    throw new QueryException(
        position,
        "\"" + first + "\" has no meaning here",
        "Put text in quotes, and names with other characters than letters, digits, _ and $"
            + " in double brackets: tags.[[en-US]].");
  }
}
