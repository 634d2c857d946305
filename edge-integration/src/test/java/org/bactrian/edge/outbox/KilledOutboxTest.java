package org.bactrian.edge.outbox;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.bactrian.patience.JvmProcess;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A log whose process is killed at random moments. */
class KilledOutboxTest {

  @TempDir private Path parent;

  private final Random random = new Random();
  private final Set<Integer> appended = new TreeSet<>();
  private final Set<Integer> removing = new TreeSet<>();
  private final Set<Integer> removed = new TreeSet<>();
  private final Set<Long> ids = new TreeSet<>();
  private int next = 1;

  @Test
  void whatWasCommittedIsThereAfterAKill() throws Exception {
    killAndCompare(3);
  }

  @Test
  @Tag("faults")
  void whatWasCommittedIsThereAfterManyKills() throws Exception {
    killAndCompare(60);
  }

  private void killAndCompare(int kills) throws Exception {
    Path folder = parent.resolve("outbox");
    for (int i = 0; i < kills; i++) {
      // The first one has time to append something.
      writeUntilKilled(folder, i == 0 ? "appended" : "opened");
      compare(folder);
    }
    assertThat(appended).hasSizeGreaterThan(kills);
  }

  /**
   * Lets a process write until it is killed.
   *
   * @param from first word of the line from which on it may be killed
   */
  private void writeUntilKilled(Path folder, String from) throws Exception {
    Process writer =
        JvmProcess.of(KilledOutboxWriter.class, folder.toString(), Integer.toString(next))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try (BufferedReader lines = writer.inputReader(UTF_8)) {
      Optional<String> line = Optional.ofNullable(lines.readLine());
      while (line.filter(text -> !text.startsWith(from)).isPresent()) {
        note(line.get());
        line = Optional.ofNullable(lines.readLine());
      }
      // Unlike the process itself, its handle leaves open what it has printed.
      CompletableFuture.delayedExecutor(random.nextInt(400), TimeUnit.MILLISECONDS)
          .execute(writer.toHandle()::destroyForcibly);
      while (line.isPresent()) {
        note(line.get());
        line = Optional.ofNullable(lines.readLine());
      }
    } finally {
      writer.destroyForcibly().waitFor();
    }
    assertThat(writer.exitValue()).as("exit status of a killed process").isEqualTo(137);
  }

  private void note(String line) {
    String[] words = line.split(" ");
    switch (words[0]) {
      case "appended" -> appended.add(Integer.valueOf(words[1]));
      case "removing" -> removing.add(Integer.valueOf(words[1]));
      case "removed" -> removed.add(Integer.valueOf(words[1]));
      case "opened" -> {}
      default -> throw new AssertionError("The writer said: " + line);
    }
  }

  private void compare(Path folder) throws IOException {
    try (SegmentLog log = KilledOutboxWriter.open(folder)) {
      Set<Integer> there =
          log.recovered().stream()
              .map(record -> number(log, record))
              .collect(Collectors.toCollection(TreeSet::new));
      Set<Integer> lost = new TreeSet<>(appended);
      lost.removeAll(removing);
      lost.removeAll(there);
      assertThat(lost).as("committed and lost").isEmpty();
      Set<Integer> back = new TreeSet<>(removed);
      back.retainAll(there);
      assertThat(back).as("removed and back").isEmpty();
      assertThat(log.recovered()).extracting(record -> number(log, record)).isSorted();
      for (RecoveredRecord record : log.recovered()) {
        byte[] body = KilledOutboxWriter.bodyOf(number(log, record), record.bodySize());
        assertThat(log.read(record.id()).body()).isEqualTo(body);
      }
      assertThat(log.figures().damagedBytes()).isZero();
      // A writer that was killed before its first commit has left none.
      int last =
          Optional.ofNullable(log.state().get("last"))
              .map(text -> Integer.parseInt(new String(text, UTF_8)))
              .orElse(0);
      assertThat(last).isGreaterThanOrEqualTo(appended.stream().reduce(0, Math::max));
      next = last + 1_000;
      byte[] number = KilledOutboxWriter.text(next);
      assertThat(ids.add(log.append("group", number, new byte[0]))).isTrue();
      log.put("last", number);
      appended.add(next);
      next++;
    }
  }

  private static int number(SegmentLog log, RecoveredRecord record) {
    try {
      return Integer.parseInt(new String(log.header(record.id(), record.bodySize()), UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
