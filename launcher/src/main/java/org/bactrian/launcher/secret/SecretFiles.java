package org.bactrian.launcher.secret;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Environment variables whose values lie in files, as Docker and Kubernetes mount secrets: {@code
 * NAME_FILE} names the file of {@code NAME}.
 */
public final class SecretFiles {

  /** End of the name of a variable that names a file. */
  static final String SUFFIX = "_FILE";

  private static final int MAX_BYTES = 64 * 1024;

  private SecretFiles() {}

  /**
   * Returns an environment in which the variables have the content of their files, without line
   * ends behind it.
   *
   * @param environment variables as the process has them
   * @param names variables that may be given by files; files of others are not looked at
   * @throws SecretException when a variable is given twice, or its file cannot be read
   */
  public static Map<String, String> expand(
      Map<String, String> environment, Collection<String> names) {
    Map<String, String> expanded = new LinkedHashMap<>(environment);
    for (String name : names) {
      String file = environment.getOrDefault(name + SUFFIX, "");
      if (!file.isEmpty()) {
        if (!environment.getOrDefault(name, "").isEmpty()) {
          throw new SecretException(
              "The environment has both %s and %s%s. Leave one of them out."
                  .formatted(name, name, SUFFIX),
              null);
        }
        expanded.put(name, read(name + SUFFIX, file));
      }
    }
    return expanded;
  }

  private static String read(String variable, String file) {
    try (InputStream in = Files.newInputStream(Path.of(file))) {
      byte[] content = in.readNBytes(MAX_BYTES + 1);
      if (content.length > MAX_BYTES) {
        throw new SecretException(
            "%s names %s, which is larger than %d bytes and so no secret."
                .formatted(variable, file, MAX_BYTES),
            null);
      }
      String text =
          StandardCharsets.UTF_8
              .newDecoder()
              .decode(ByteBuffer.wrap(content))
              .toString()
              .replaceFirst("[\\r\\n]+$", "");
      if (text.isEmpty()) {
        throw new SecretException("%s names %s, which is empty.".formatted(variable, file), null);
      }
      return text;
    } catch (CharacterCodingException e) {
      throw new SecretException(
          "%s names %s, which is no text in UTF-8.".formatted(variable, file), e);
    } catch (IOException | InvalidPathException e) {
      throw new SecretException(
          "%s names %s, which cannot be read. Mount the secret there, or correct the path."
              .formatted(variable, file),
          e);
    }
  }
}
