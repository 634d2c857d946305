package org.bactrian.edge.outbox;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;

/** A log, compared with maps in memory, whatever is done to both. */
class SegmentLogPropertiesTest {

  /** Step that is done to a log and to its model. */
  private sealed interface LogStep {

    record Append(int bodySize) implements LogStep {}

    /** Removal of one of the records that are there, counted around. */
    record Remove(int which) implements LogStep {}

    record Put(String key, String value) implements LogStep {}

    record Commit() implements LogStep {}

    record Reopen() implements LogStep {}

    /** Copy of the files as they are, which is what a kill leaves, and a log in it. */
    record Kill() implements LogStep {}
  }

  @Provide
  Arbitrary<List<LogStep>> steps() {
    Arbitrary<LogStep> step =
        Arbitraries.frequencyOf(
            Tuple.of(12, Arbitraries.integers().between(0, 3_000).map(LogStep.Append::new)),
            Tuple.of(12, Arbitraries.integers().between(0, 1_000).map(LogStep.Remove::new)),
            Tuple.of(
                3,
                Arbitraries.of("", "1", "22")
                    .flatMap(
                        value -> Arbitraries.of("a", "b").map(k -> new LogStep.Put(k, value)))),
            Tuple.of(2, Arbitraries.create(LogStep.Commit::new)),
            Tuple.of(1, Arbitraries.create(LogStep.Reopen::new)),
            Tuple.of(1, Arbitraries.create(LogStep.Kill::new)));
    return step.list().ofMinSize(20).ofMaxSize(150);
  }

  @Property(tries = 15)
  void aLogHoldsWhatAMapWouldHold(@ForAll("steps") List<LogStep> steps)
      throws IOException, InterruptedException {
    Path parent = Files.createTempDirectory("segment-log");
    LogAndModel both = new LogAndModel(parent);
    try {
      for (LogStep step : steps) {
        both.carryOut(step);
      }
      both.reopen();
    } finally {
      both.log.close();
      delete(parent);
    }
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted((a, b) -> b.compareTo(a)).toList()) {
        Files.delete(file);
      }
    }
  }

  private static final class LogAndModel {

    private final Path parent;
    private final TreeMap<Long, String> records = new TreeMap<>();
    private final Map<String, String> state = new HashMap<>();
    private Path folder;
    private int copies;
    private long lastId;
    private SegmentLog log;

    LogAndModel(Path parent) throws IOException {
      this.parent = parent;
      this.folder = parent.resolve("outbox");
      this.log = open();
    }

    private SegmentLog open() throws IOException {
      return SegmentLog.open(
          new SegmentLogSettings(
              folder, 64 << 10, 2 << 10, Duration.ofMillis(1), Duration.ofMillis(5)),
          SegmentFileOpener.ON_DISK,
          InstantSource.system());
    }

    void carryOut(LogStep step) throws IOException, InterruptedException {
      if (step instanceof LogStep.Append append) {
        String body = (lastId + " ").repeat(append.bodySize() / 10);
        long id = log.append("group", "header".getBytes(UTF_8), body.getBytes(UTF_8));
        assertThat(id).isGreaterThan(lastId);
        lastId = id;
        records.put(id, body);
      } else if (step instanceof LogStep.Remove remove && !records.isEmpty()) {
        List<Long> ids = new ArrayList<>(records.keySet());
        long id = ids.get(remove.which() % ids.size());
        log.remove(id);
        records.remove(id);
      } else if (step instanceof LogStep.Put put) {
        log.put(put.key(), put.value().getBytes(UTF_8));
        state.put(put.key(), put.value());
        state.values().remove("");
      } else if (step instanceof LogStep.Commit) {
        LogFolder.commit(log);
      } else if (step instanceof LogStep.Reopen) {
        reopen();
      } else if (step instanceof LogStep.Kill) {
        // The files stand still when the second commit, which has nothing to do, is over.
        LogFolder.commit(log);
        LogFolder.commit(log);
        kill();
      }
      compare();
    }

    void reopen() throws IOException {
      log.close();
      log = open();
      compareRecovered();
    }

    private void kill() throws IOException {
      Path copy = parent.resolve("copy" + copies++);
      Files.createDirectory(copy);
      for (Path file : new SegmentFolder(folder).files()) {
        Files.copy(file, copy.resolve(file.getFileName()));
      }
      log.close();
      folder = copy;
      log = open();
      compareRecovered();
    }

    private void compareRecovered() {
      assertThat(log.recovered())
          .extracting(RecoveredRecord::id)
          .containsExactlyElementsOf(records.keySet());
      assertThat(log.figures().damagedBytes()).isZero();
    }

    private void compare() throws IOException {
      assertThat(texts(log.state())).isEqualTo(state);
      for (Map.Entry<Long, String> record : records.entrySet()) {
        assertThat(LogFolder.body(log, record.getKey())).isEqualTo(record.getValue());
      }
      assertThat(log.figures().liveRecords()).isEqualTo(records.size());
    }

    private static Map<String, String> texts(Map<String, byte[]> state) {
      return state.entrySet().stream()
          .collect(Collectors.toMap(Map.Entry::getKey, e -> new String(e.getValue(), UTF_8)));
    }
  }
}
