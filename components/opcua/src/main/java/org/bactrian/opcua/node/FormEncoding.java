package org.bactrian.opcua.node;

import java.io.ByteArrayOutputStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/** The URL encoding of identifiers in {@link NamespaceFormat#URI}: form encoding in lower case. */
final class FormEncoding {

  /** Left as they are besides letters and digits. */
  private static final String SAFE = "-_.!*()";

  private static final String HEX = "0123456789abcdef";

  private FormEncoding() {}

  static String encode(String text) {
    StringBuilder encoded = new StringBuilder(text.length() + 8);
    for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
      char c = (char) (b & 0xFF);
      if (isLetterOrDigit(c) || SAFE.indexOf(c) >= 0) {
        encoded.append(c);
      } else if (c == ' ') {
        encoded.append('+');
      } else {
        encoded.append('%').append(HEX.charAt(c >> 4)).append(HEX.charAt(c & 0xF));
      }
    }
    return encoded.toString();
  }

  /**
   * The reverse of {@link URLEncoder}, except that a percent sign which starts no escape stands for
   * itself: people write such identifiers by hand.
   */
  static String decode(String text) {
    if (text.indexOf('%') < 0 && text.indexOf('+') < 0) {
      return text;
    }
    byte[] in = text.getBytes(StandardCharsets.UTF_8);
    ByteArrayOutputStream out = new ByteArrayOutputStream(in.length);
    for (int i = 0; i < in.length; i++) {
      if (in[i] == '+') {
        out.write(' ');
      } else if (in[i] == '%' && i + 2 < in.length && hex(in[i + 1]) >= 0 && hex(in[i + 2]) >= 0) {
        out.write(hex(in[i + 1]) << 4 | hex(in[i + 2]));
        i += 2;
      } else {
        out.write(in[i]);
      }
    }
    return out.toString(StandardCharsets.UTF_8);
  }

  private static int hex(byte digit) {
    return digit < 0 ? -1 : Character.digit((char) digit, 16);
  }

  private static boolean isLetterOrDigit(char c) {
    return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9';
  }
}
