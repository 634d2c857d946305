package org.bactrian.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Text of a file that is derived from other files of the source tree. Tests compare it; with {@code
 * -Dbactrian.rewrite=true} they write it.
 */
public final class DerivedText {

  private static final boolean REWRITE = Boolean.getBoolean("bactrian.rewrite");

  private DerivedText() {}

  /** Requires that a file below {@code deploy} has a text, or gives it that text. */
  public static void require(String path, String text) throws IOException {
    Path file = DeployFolder.resolve(path);
    if (REWRITE) {
      Files.createDirectories(file.getParent());
      Files.writeString(file, text);
      return;
    }
    assertThat(file)
        .as("mvn verify -pl deploy -Dbactrian.rewrite=true writes deploy/%s anew", path)
        .isRegularFile()
        .content()
        .isEqualTo(text);
  }

  /** Returns whether tests write such files rather than compare them. */
  public static boolean isRewritten() {
    return REWRITE;
  }
}
