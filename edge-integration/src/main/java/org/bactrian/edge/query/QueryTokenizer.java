package org.bactrian.edge.query;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Splits a query into tokens. Comments are SQL's: {@code -- to the end} and between slash and star.
 * Repeated groups of the patterns never give back what they took: Java follows those that do with a
 * call for each repetition, for which long texts leave no room on the stack.
 */
final class QueryTokenizer {

  /** Longest query in characters; no person writes one of a tenth. */
  static final int LONGEST = 16_384;

  private static final Pattern SPACE =
      Pattern.compile("(?:\\s|--[^\\n]*|/\\*.*?\\*/)++", Pattern.DOTALL);

  /** Pattern of a token; its text is the first group, or all of it without a group. */
  private record Shape(QueryToken.Kind kind, Pattern pattern) {
    Shape(QueryToken.Kind kind, String pattern) {
      this(kind, Pattern.compile(pattern, Pattern.CASE_INSENSITIVE));
    }
  }

  private static final List<Shape> SHAPES =
      List.of(
          new Shape(QueryToken.Kind.URI, "<([a-z][^<>\\s]*:[^<>\\s]*)>"),
          new Shape(QueryToken.Kind.TEXT, "'((?:[^']|'')*+)'"),
          new Shape(QueryToken.Kind.NAME, "[´`\"]([^´`\"]*)[´`\"]"),
          new Shape(QueryToken.Kind.NAME, "(?:nsu?=[^;\\s]+;)?[isgb]=[^\\s,;()]+"),
          new Shape(QueryToken.Kind.NUMBER, "-?\\d+(?:\\.\\d+)?(?:e[+-]?\\d+)?"),
          // A word, or steps that begin with a slash or a dot.
          new Shape(
              QueryToken.Kind.NAME,
              "(?:[\\p{L}_]|[/.](?=[\\p{L}\\d_]))(?:[\\p{L}\\d_:]|[/.](?=[\\p{L}\\d_]))*+"),
          new Shape(QueryToken.Kind.SYMBOL, "\\^\\^|==|!=|<>|>=|<=|!<|!>|[=<>!&|(),*;]"));

  private QueryTokenizer() {}

  static List<QueryToken> of(String query) throws QuerySyntaxException {
    if (query.length() > LONGEST) {
      throw new QuerySyntaxException(
          LONGEST,
          "the query has %d characters. Write at most %d.".formatted(query.length(), LONGEST));
    }
    List<QueryToken> tokens = new ArrayList<>();
    int position = 0;
    while (position < query.length()) {
      Matcher space = SPACE.matcher(query).region(position, query.length());
      position = space.lookingAt() ? space.end() : position;
      if (position < query.length()) {
        position = add(query, position, tokens);
      }
    }
    tokens.add(new QueryToken(QueryToken.Kind.END, "", query.length()));
    return tokens;
  }

  private static int add(String query, int position, List<QueryToken> tokens)
      throws QuerySyntaxException {
    for (Shape shape : SHAPES) {
      Matcher found = shape.pattern().matcher(query).region(position, query.length());
      if (found.lookingAt()) {
        String text = found.groupCount() == 0 ? found.group() : found.group(1);
        tokens.add(
            new QueryToken(
                shape.kind(),
                shape.kind() == QueryToken.Kind.TEXT ? text.replace("''", "'") : text,
                position));
        return found.end();
      }
    }
    throw new QuerySyntaxException(
        position, "\"" + query.charAt(position) + "\" begins nothing that belongs in a query.");
  }
}
