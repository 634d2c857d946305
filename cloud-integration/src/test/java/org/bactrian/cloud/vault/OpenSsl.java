package org.bactrian.cloud.vault;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The openssl of this machine, as an opinion on certificates that nobody here has written. */
final class OpenSsl {

  private static final String PEM = "-----BEGIN %1$s-----\n%2$s\n-----END %1$s-----\n";

  private OpenSsl() {}

  /**
   * Outcome of a command.
   *
   * @param code exit code
   * @param output what it wrote
   */
  record Outcome(int code, String output) {}

  static boolean isInstalled() {
    try {
      return run("version").code() == 0;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  static Outcome run(String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("openssl"));
    command.addAll(List.of(arguments));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    return new Outcome(process.exitValue(), output);
  }

  /** Writes certificates to a PEM file. */
  static Path certificates(Path file, List<byte[]> der) throws IOException {
    return write(file, "CERTIFICATE", der);
  }

  /** Writes revocation lists to a PEM file. */
  static Path lists(Path file, List<byte[]> der) throws IOException {
    return write(file, "X509 CRL", der);
  }

  private static Path write(Path file, String kind, List<byte[]> parts) throws IOException {
    StringBuilder text = new StringBuilder();
    for (byte[] part : parts) {
      text.append(PEM.formatted(kind, Base64.getMimeEncoder().encodeToString(part)));
    }
    return Files.writeString(file, text);
  }
}
