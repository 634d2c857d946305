package org.bactrian.edge.topic;

import java.util.OptionalInt;

/**
 * Texts that packets of MQTT (MQTT 5, 1.5.4) and attributes of CloudEvents can have: neither
 * control characters nor halves of surrogate pairs nor code points that Unicode keeps for itself.
 */
public final class EncodableText {

  private static final int REPLACEMENT = 0xFFFD;

  private EncodableText() {}

  /** Returns the first code point that keeps a text from being sent, empty for none. */
  public static OptionalInt firstBad(String text) {
    return text.codePoints().filter(EncodableText::isBad).findFirst();
  }

  /** Returns a text with the replacement character in place of what cannot be sent. */
  public static String cleaned(String text) {
    if (firstBad(text).isEmpty()) {
      return text;
    }
    StringBuilder cleaned = new StringBuilder(text.length());
    text.codePoints().forEach(one -> cleaned.appendCodePoint(isBad(one) ? REPLACEMENT : one));
    return cleaned.toString();
  }

  static boolean isBad(int codePoint) {
    return Character.isISOControl(codePoint)
        || Character.getType(codePoint) == Character.SURROGATE
        || (codePoint >= 0xFDD0 && codePoint <= 0xFDEF)
        || (codePoint & 0xFFFE) == 0xFFFE;
  }
}
