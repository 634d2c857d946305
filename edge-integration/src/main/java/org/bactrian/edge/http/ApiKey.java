package org.bactrian.edge.http;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import org.bactrian.model.file.OwnerOnly;

/** Key that callers of the HTTP API present. It is a secret and not part of {@link #toString()}. */
public final class ApiKey {

  private static final String FILE = "api-key";
  private static final int BYTES = 32;

  private final String text;

  private ApiKey(String text) {
    this.text = text;
  }

  /** Returns a key that the user chose. */
  public static ApiKey of(String text) {
    if (text.isBlank()) {
      throw new IllegalArgumentException("An API key is not blank");
    }
    return new ApiKey(text.strip());
  }

  /**
   * Returns the key stored in a folder, or creates one there that only the owner can read.
   *
   * @throws IOException when the folder cannot be read or written
   */
  public static ApiKey in(Path folder) throws IOException {
    Path file = folder.resolve(FILE);
    if (Files.exists(file)) {
      String kept = Files.readString(file).strip();
      if (!kept.isEmpty()) {
        return new ApiKey(kept);
      }
    }
    byte[] random = new byte[BYTES];
    new SecureRandom().nextBytes(random);
    String made = Base64.getEncoder().encodeToString(random);
    OwnerOnly.folder(folder);
    OwnerOnly.write(file, (made + "\n").getBytes(StandardCharsets.UTF_8));
    return new ApiKey(made);
  }

  /** Returns the key itself. */
  public String text() {
    return text;
  }

  /** Compares a presented key with this one in constant time. */
  boolean matches(String presented) {
    return MessageDigest.isEqual(
        text.getBytes(StandardCharsets.UTF_8), presented.getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public String toString() {
    return "ApiKey";
  }
}
