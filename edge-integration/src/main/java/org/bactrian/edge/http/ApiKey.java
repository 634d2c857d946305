package org.bactrian.edge.http;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import org.bactrian.model.file.OwnerOnly;

/**
 * The key that callers of the HTTP API show. It is a secret, and no part of {@link #toString()}.
 */
public final class ApiKey {

  private static final String FILE = "api-key";
  private static final int BYTES = 32;

  private final String text;

  private ApiKey(String text) {
    this.text = text;
  }

  /** A key that the user chose. */
  public static ApiKey of(String text) {
    if (text.isBlank()) {
      throw new IllegalArgumentException("An API key is not blank");
    }
    return new ApiKey(text.strip());
  }

  /**
   * The key that lies in a folder, or a new one, which is kept there for the owner only.
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

  /** The key itself. */
  public String text() {
    return text;
  }

  /** Whether a caller has the key; takes as long for a wrong one. */
  boolean is(String shown) {
    return MessageDigest.isEqual(
        text.getBytes(StandardCharsets.UTF_8), shown.getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public String toString() {
    return "ApiKey";
  }
}
