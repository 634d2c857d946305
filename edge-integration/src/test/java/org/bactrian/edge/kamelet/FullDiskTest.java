package org.bactrian.edge.kamelet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.bactrian.model.telemetry.TelemetryHeaders;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files that the system lets grow to 8 KiB only, as on a full disk. */
class FullDiskTest {

  private static final int KIB_PER_FILE = 8;
  private static final Path SHELL = Path.of("/bin/bash");

  @TempDir private Path folder;

  @Test
  void aMessageThatDoesNotFitLeavesNothingInItsFileAndNoOtherIsGluedToIt() throws Exception {
    List<String> said = writeUntilTheDiskIsFull("day");

    try (Stream<Path> files = Files.list(folder)) {
      Path file = files.findFirst().orElseThrow();
      List<String> lines = Files.readAllLines(file);
      assertThat(lines).isNotEmpty().allMatch(line -> line.matches("\\{\"n\":\\d+,\"x\":\"x*\"}"));
      assertThat(Files.readString(file)).endsWith("}\n");
      // Large ones were refused at the end, and the small one that still fits stands alone.
      assertThat(lines.get(lines.size() - 1)).isEqualTo("{\"n\":1000,\"x\":\"\"}");
      assertThat(said).containsExactly("refused", "written");
    }
  }

  @Test
  void aMessageThatDoesNotFitIntoAFileOfItsOwnLeavesNoFile() throws Exception {
    assertThat(writeUntilTheDiskIsFull("message")).containsExactly("refused", "written");

    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files).hasSize(1).allMatch(file -> file.toString().endsWith("-1000.jsonl"));
    }
  }

  @Test
  void halfALineOfAProcessThatWasKilledIsNotGluedToTheNext() throws Exception {
    try (Kamelets kamelets = Kamelets.start()) {
      String sink = "kamelet:file-telemetry-sink?folder=" + folder;
      assertThat(send(kamelets, sink, 1, 0)).isTrue();
      Path file;
      try (Stream<Path> files = Files.list(folder)) {
        file = files.findFirst().orElseThrow();
      }
      Files.writeString(file, Files.readString(file) + "{\"n\":2,");

      assertThat(send(kamelets, sink, 3, 0)).isTrue();

      assertThat(file).hasContent("{\"n\":1,\"x\":\"\"}\n{\"n\":2,\n{\"n\":3,\"x\":\"\"}\n");
    }
  }

  private List<String> writeUntilTheDiskIsFull(String per) throws Exception {
    assumeTrue(Files.isExecutable(SHELL), "needs a shell that limits the size of files");
    Process writer =
        new ProcessBuilder(
                SHELL.toString(),
                "-c",
                "ulimit -f " + KIB_PER_FILE + "; exec \"$0\" \"$@\"",
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                Writer.class.getName(),
                folder.toString(),
                per)
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    List<String> said =
        new String(writer.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
            .lines()
            .filter(line -> line.equals("refused") || line.equals("written"))
            .toList();
    assertThat(writer.waitFor(1, TimeUnit.MINUTES)).isTrue();
    return said;
  }

  private static boolean send(Kamelets kamelets, String sink, int number, int size) {
    String body = "{\"n\":" + number + ",\"x\":\"" + "x".repeat(size) + "\"}";
    Exchange sent =
        kamelets.send(
            sink,
            body.getBytes(StandardCharsets.UTF_8),
            Map.of(TelemetryHeaders.WRITER_GROUP, "g", TelemetryHeaders.MESSAGE_ID, "" + number));
    return sent.getException() == null;
  }

  /** Sends large messages until three are refused, and then a small one. */
  static final class Writer {

    private Writer() {}

    public static void main(String[] arguments) throws IOException {
      try (Kamelets kamelets = Kamelets.start()) {
        String sink = "kamelet:file-telemetry-sink?folder=" + arguments[0] + "&per=" + arguments[1];
        int size = arguments[1].equals("day") ? 1500 : 20_000;
        int refused = 0;
        for (int number = 1; refused < 3 && number < 100; number++) {
          refused += send(kamelets, sink, number, size) ? 0 : 1;
        }
        System.out.println(refused == 3 ? "refused" : "never refused");
        System.out.println(send(kamelets, sink, 1000, 0) ? "written" : "not written");
      }
    }
  }
}
