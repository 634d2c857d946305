package org.bactrian.edge.publisher.nodes;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** What a look at a file brought. */
sealed interface Content {

  /** Text. */
  record Text(String text) implements Content {}

  /**
   * No text.
   *
   * @param reason why, as a predicate of the file's name
   * @param mend what to do about it
   */
  record None(String reason, String mend) implements Content {}

  /** Looks at a file. */
  static Content of(Path file) {
    try {
      if (Files.isDirectory(file)) {
        return new None("is a folder", "Name a file.");
      }
      return new Text(decoded(Files.readAllBytes(file)));
    } catch (NoSuchFileException e) {
      return new None("does not exist", "Create it, or name another with --pf.");
    } catch (AccessDeniedException e) {
      return new None("may not be read", "Allow this user to read it.");
    } catch (CharacterCodingException e) {
      return new None("is not UTF-8 text", "Save it as UTF-8.");
    } catch (IOException e) {
      return new None("could not be read (" + e.getMessage() + ")", "It is tried again.");
    }
  }

  private static String decoded(byte[] bytes) throws CharacterCodingException {
    if (startsWith(bytes, 0xEF, 0xBB, 0xBF)) {
      return decoded(bytes, 3, StandardCharsets.UTF_8);
    }
    if (startsWith(bytes, 0xFF, 0xFE)) {
      return decoded(bytes, 2, StandardCharsets.UTF_16LE);
    }
    if (startsWith(bytes, 0xFE, 0xFF)) {
      return decoded(bytes, 2, StandardCharsets.UTF_16BE);
    }
    return decoded(bytes, 0, StandardCharsets.UTF_8);
  }

  private static String decoded(byte[] bytes, int from, Charset charset)
      throws CharacterCodingException {
    ByteBuffer text = ByteBuffer.wrap(bytes, from, bytes.length - from);
    return charset.newDecoder().decode(text).toString();
  }

  private static boolean startsWith(byte[] bytes, int... mark) {
    if (bytes.length < mark.length) {
      return false;
    }
    for (int i = 0; i < mark.length; i++) {
      if ((bytes[i] & 0xFF) != mark[i]) {
        return false;
      }
    }
    return true;
  }
}
