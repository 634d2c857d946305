package org.bactrian.patience;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.stream.Stream;

/**
 * Inputs that fuzz tests begin with. They are bytes, since what comes from outside is; a test that
 * reads text takes them as UTF-8.
 */
public final class FuzzInputs {

  private FuzzInputs() {}

  /** The UTF-8 of each text. */
  public static Stream<byte[]> utf8(String... texts) {
    return Stream.of(texts).map(text -> text.getBytes(StandardCharsets.UTF_8));
  }

  /** The bytes that each text is the Base64 of. */
  public static Stream<byte[]> base64(String... texts) {
    return Stream.of(texts).map(Base64.getMimeDecoder()::decode);
  }

  /** The text of an input. */
  public static String text(byte[] input) {
    return new String(input, StandardCharsets.UTF_8);
  }
}
