package org.bactrian.edge.twin.path;

/** Escapes of characters that have a meaning in browse paths (Part 4, A.2). */
final class BrowsePathEscapes {

  static final char ESCAPE = '&';

  private static final String CHARACTERS = "/.<>:#!&";

  private BrowsePathEscapes() {}

  /**
   * Returns whether the character here is an escape of the next one; elsewhere it stands for
   * itself.
   */
  static boolean isEscape(String text, int index) {
    return text.charAt(index) == ESCAPE
        && index + 1 < text.length()
        && CHARACTERS.indexOf(text.charAt(index + 1)) >= 0;
  }

  /** The text without escapes. */
  static String unescaped(String text) {
    if (text.indexOf(ESCAPE) < 0) {
      return text;
    }
    StringBuilder plain = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      plain.append(text.charAt(isEscape(text, i) ? ++i : i));
    }
    return plain.toString();
  }

  /** The text with an escape before each of these characters, and before what looks like one. */
  static String escaped(String text, String characters) {
    StringBuilder escaped = new StringBuilder(text.length() + 4);
    for (int i = 0; i < text.length(); i++) {
      if (characters.indexOf(text.charAt(i)) >= 0 || isEscape(text, i)) {
        escaped.append(ESCAPE);
      }
      escaped.append(text.charAt(i));
    }
    return escaped.toString();
  }
}
