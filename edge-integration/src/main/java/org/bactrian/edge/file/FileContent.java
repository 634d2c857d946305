package org.bactrian.edge.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Text of a file, or the reason why it could not be read. */
public sealed interface FileContent {

  /** Text. */
  record Text(String text) implements FileContent {}

  /**
   * No text.
   *
   * @param reason why, as a predicate of the file's name
   * @param remedy remedy, in whole sentences
   */
  record Unreadable(String reason, String remedy) implements FileContent {}

  /** Decodes UTF-8, or what a byte order mark says. */
  static FileContent decoded(byte[] bytes) {
    try {
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
    } catch (CharacterCodingException e) {
      return new Unreadable("is not UTF-8 text", "Save it as UTF-8.");
    }
  }

  /** Says why a file could not be read. */
  static Unreadable unreadable(Path file, IOException fault) {
    if (Files.isDirectory(file)) {
      return new Unreadable("is a folder", "Name a file.");
    }
    if (Files.exists(file) && !Files.isRegularFile(file)) {
      return new Unreadable("is no regular file", "Name a file that has an end.");
    }
    if (fault instanceof NoSuchFileException) {
      return new Unreadable("does not exist", "Create it, or name another with --pf.");
    }
    if (fault instanceof AccessDeniedException) {
      return new Unreadable("may not be read", "Allow this user to read it.");
    }
    return new Unreadable("could not be read (" + reason(fault) + ")", "It is tried again.");
  }

  /** The reason without the file's folder, which callers of an operation need not know. */
  private static String reason(IOException fault) {
    String reason =
        fault instanceof FileSystemException ofFile ? ofFile.getReason() : fault.getMessage();
    return reason == null ? fault.getClass().getSimpleName() : reason;
  }

  private static Text decoded(byte[] bytes, int from, Charset charset)
      throws CharacterCodingException {
    ByteBuffer text = ByteBuffer.wrap(bytes, from, bytes.length - from);
    return new Text(charset.newDecoder().decode(text).toString());
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
