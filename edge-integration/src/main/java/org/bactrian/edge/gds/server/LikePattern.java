package org.bactrian.edge.gds.server;

/**
 * Filter text of QueryApplications (Part 4, operator Like): {@code %} stands for any text, {@code
 * _} for one character, and a backslash takes the meaning away from the next character. It is
 * matched in time proportional to the lengths of pattern and text.
 *
 * @param pattern the filter; an empty one takes every text
 */
record LikePattern(String pattern) {

  private static final char ANY = '%';
  private static final char ONE = '_';
  private static final char ESCAPE = '\\';

  boolean matches(String text) {
    return pattern.isEmpty() || matchesAll(text);
  }

  /** Goes back to the last {@code %} only, whatever came before has matched for good. */
  private boolean matchesAll(String text) {
    int at = 0;
    int in = 0;
    int any = -1;
    int resumed = 0;
    while (in < text.length()) {
      if (at < pattern.length() && pattern.charAt(at) == ANY) {
        any = at++;
        resumed = in;
      } else if (at < pattern.length() && takes(at, text.charAt(in))) {
        at += isEscape(at) ? 2 : 1;
        in++;
      } else if (any >= 0) {
        at = any + 1;
        in = ++resumed;
      } else {
        return false;
      }
    }
    while (at < pattern.length() && pattern.charAt(at) == ANY) {
      at++;
    }
    return at == pattern.length();
  }

  private boolean takes(int at, char character) {
    return isEscape(at)
        ? pattern.charAt(at + 1) == character
        : pattern.charAt(at) == ONE || pattern.charAt(at) == character;
  }

  private boolean isEscape(int at) {
    return pattern.charAt(at) == ESCAPE && at + 1 < pattern.length();
  }
}
