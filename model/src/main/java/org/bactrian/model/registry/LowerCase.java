package org.bactrian.model.registry;

/**
 * Lower case of one character at a time. {@link String#toLowerCase()} looks at neighbours, which
 * makes another letter of a sigma at the end of a word, and so another identity.
 */
public final class LowerCase {

  private LowerCase() {}

  /** The text in lower case. */
  public static String of(String text) {
    StringBuilder lower = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      lower.append(Character.toLowerCase(text.charAt(i)));
    }
    return lower.toString();
  }
}
