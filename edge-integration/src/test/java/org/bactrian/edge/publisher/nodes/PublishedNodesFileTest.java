package org.bactrian.edge.publisher.nodes;

import static java.nio.file.StandardOpenOption.APPEND;
import static java.nio.file.StandardOpenOption.CREATE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.bactrian.edge.file.FileContent;
import org.bactrian.edge.file.FileContentReader;
import org.bactrian.edge.file.FileWatchSettings;
import org.bactrian.edge.publisher.group.WriterGroup;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PublishedNodesFileTest {

  private static final FileWatchSettings BY_EVENTS =
      new FileWatchSettings(false, Duration.ofSeconds(2), Duration.ofMillis(50));
  private static final FileWatchSettings BY_POLLING =
      new FileWatchSettings(true, Duration.ofMillis(50), Duration.ofMillis(50));

  @TempDir Path folder;
  private Path path;
  private final List<PublishedNodes> seen = new CopyOnWriteArrayList<>();

  @BeforeEach
  void nameTheFile() {
    path = folder.resolve("published_nodes.json");
  }

  private PublishedNodesFile watched(FileWatchSettings watching) throws Exception {
    PublishedNodesFile file = new PublishedNodesFile(path, Nodes.STRICT, watching);
    file.watch(seen::add);
    return file.start();
  }

  private PublishedNodesFile watched(FileWatchSettings watching, FileContentReader reader) {
    PublishedNodesFile file = new PublishedNodesFile(path, Nodes.STRICT, watching, reader);
    file.watch(seen::add);
    return file.start();
  }

  private FileContentReader counting(AtomicInteger readings) {
    return new FileContentReader(
        path,
        file -> {
          readings.incrementAndGet();
          return Files.readAllBytes(file);
        },
        FileContentReader.CLOCK_STEP);
  }

  private void write(int nodes) throws Exception {
    Files.writeString(path, "[" + Nodes.writer("W", nodes) + "]");
  }

  private void replace(int nodes) throws Exception {
    replace(("[" + Nodes.writer("W", nodes) + "]").getBytes(StandardCharsets.UTF_8));
  }

  /** Unlike a file that is written anew, it is never empty meanwhile. */
  private void replace(byte[] content) throws Exception {
    Path other = Files.write(folder.resolve("other"), content);
    Files.move(other, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  private PublishedNodes last() {
    return seen.get(seen.size() - 1);
  }

  private void awaitNodes(int count) {
    await().until(() -> last().usable() && last().nodeCount() == count);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void anEditIsSeenHoweverTheEditorWritesIt(boolean polling) throws Exception {
    write(1);
    try (PublishedNodesFile file = watched(polling ? BY_POLLING : BY_EVENTS)) {
      assertThat(last().nodeCount()).isEqualTo(1);

      write(2);
      awaitNodes(2);
      replace(3);
      awaitNodes(3);
      Files.delete(path);
      write(4);
      awaitNodes(4);

      assertThat(file.current()).isEqualTo(last());
    }
  }

  @Test
  void aFileThatIsNotThereYetIsReadWhenItComes() throws Exception {
    path = folder.resolve("later/published_nodes.json");
    try (PublishedNodesFile file = watched(BY_POLLING)) {
      assertThat(last().usable()).isFalse();
      assertThat(file.current().groups()).isEmpty();

      Files.createDirectory(path.getParent());
      write(1);

      awaitNodes(1);
    }
  }

  /** A link to a device stands for a pipe too, which a test cannot make on every system. */
  @Test
  @EnabledOnOs({OS.LINUX, OS.MAC})
  void whatHasNoEndIsAFaultAndTheFileThatReplacesItIsRead() throws Exception {
    Files.createSymbolicLink(path, Path.of("/dev/zero"));
    try (PublishedNodesFile file = watched(BY_POLLING)) {
      assertThat(last().usable()).isFalse();
      assertThat(last().faults().get(0).message()).contains("is no regular file");
      assertThat(file.current().groups()).isEmpty();

      Files.delete(path);
      write(1);

      awaitNodes(1);
    }
  }

  @Test
  void aFileThatIsGoneOrBrokenLeavesWhatWasPublishedAndSaysSo() throws Exception {
    write(2);
    try (PublishedNodesFile file = watched(BY_POLLING)) {
      List<WriterGroup> good = file.current().groups();

      Files.writeString(path, "[{]");
      await().until(() -> !last().usable());
      // For a moment the file may be empty.
      await()
          .untilAsserted(
              () ->
                  assertThat(last().faults().get(0).toString())
                      .isEqualTo(
                          path
                              + ":1: The file is not JSON: } and ] do not match. Close what was"
                              + " opened last first. What it said before stays published: 2"
                              + " nodes."));
      assertThat(last().groups()).isEqualTo(good);

      Files.delete(path);
      await().until(() -> last().faults().get(0).message().startsWith("The file does not exist."));
      assertThat(last().groups()).isEqualTo(good);

      Files.writeString(path, "[]");
      await().until(() -> last().usable());
      assertThat(last().groups()).isEmpty();
    }
  }

  @Test
  void aTextThatIsDeeperThanItIsReadIsAFaultAndTheNextEditIsSeen() throws Exception {
    write(1);
    try (PublishedNodesFile file = watched(BY_POLLING)) {
      Files.writeString(path, "[".repeat(2_000));
      await().until(() -> !last().usable());

      assertThat(last().nodeCount()).isEqualTo(1);
      assertThat(file.faults()).singleElement().asString().contains("nested too deeply");

      write(2);
      awaitNodes(2);
    }
  }

  @Test
  void aContentThatMakesTheEdgeFailDoesNotEndTheWatching() throws Exception {
    write(1);
    AtomicInteger readings = new AtomicInteger();
    FileContentReader failing =
        new FileContentReader(
            path,
            file -> {
              if (readings.incrementAndGet() == 2) {
                throw new IllegalStateException("fails once");
              }
              return Files.readAllBytes(file);
            },
            FileContentReader.CLOCK_STEP);
    try (PublishedNodesFile file = watched(BY_POLLING, failing)) {
      write(2);
      await().until(() -> readings.get() >= 2);
      write(3);

      awaitNodes(3);

      assertThat(file.faults()).isEmpty();
    }
  }

  @Test
  void whatIsWrittenAgainUnchangedIsNoChange() throws Exception {
    write(1);
    try (PublishedNodesFile file = watched(BY_POLLING)) {
      byte[] content = Files.readAllBytes(path);
      replace(content);
      replace(content);
      replace(2);
      awaitNodes(2);

      assertThat(seen).hasSize(2);
      assertThat(file.current().nodeCount()).isEqualTo(2);
    }
  }

  @Test
  void whateverHappensInItsFolderAFileThatStaysTheSameIsNotReadAgain() throws Exception {
    write(1);
    Files.setLastModifiedTime(path, FileTime.from(Instant.now().minus(Duration.ofHours(1))));
    AtomicInteger readings = new AtomicInteger();
    try (PublishedNodesFile file = watched(BY_EVENTS, counting(readings))) {
      Path other = folder.resolve("other.log");
      await()
          .during(BY_EVENTS.settling().multipliedBy(10))
          .until(
              () -> {
                Files.writeString(other, "one more line\n", CREATE, APPEND);
                return readings.get() == 1;
              });
      write(2);
      awaitNodes(2);

      assertThat(readings).hasValue(2);
      assertThat(file.current().nodeCount()).isEqualTo(2);
    }
  }

  @Test
  void aFileThatIsWrittenAllTheTimeIsReadOnceInTheSettlingTimeAtMost() throws Exception {
    write(1);
    FileWatchSettings watching =
        new FileWatchSettings(true, Duration.ofMillis(1), Duration.ofMillis(200));
    AtomicInteger readings = new AtomicInteger();
    long begin = System.nanoTime();
    try (PublishedNodesFile file = watched(watching, counting(readings))) {
      for (int i = 0; i < 200; i++) {
        write(1 + i % 3);
      }
      write(7);
      awaitNodes(7);

      Duration lasted = Duration.ofNanos(System.nanoTime() - begin);
      assertThat(readings.get()).isLessThanOrEqualTo((int) (1 + lasted.toMillis() / 200));
      assertThat(file.current().nodeCount()).isEqualTo(7);
    }
  }

  @Test
  void anEditOfTheSameLengthIsSeenAlsoWhenTheTimeOfTheFileIsSetBack() throws Exception {
    FileTime time = FileTime.from(Instant.now().minus(Duration.ofHours(1)));
    Files.writeString(path, "[" + Nodes.writer("A", 1) + "]");
    Files.setLastModifiedTime(path, time);
    try (PublishedNodesFile file = watched(BY_EVENTS)) {
      Files.writeString(path, "[" + Nodes.writer("B", 1) + "]");
      Files.setLastModifiedTime(path, time);

      await().until(() -> Nodes.names(last()).equals(List.of("B")));
      assertThat(file.current()).isEqualTo(last());
    }
  }

  @Test
  void anEditWithinOneStepOfTheFileSystemsClockIsSeen() throws Exception {
    byte[] first = ("[" + Nodes.writer("A", 1) + "]").getBytes(StandardCharsets.UTF_8);
    byte[] second = ("[" + Nodes.writer("B", 1) + "]").getBytes(StandardCharsets.UTF_8);
    Files.write(path, first);
    AtomicInteger readings = new AtomicInteger();
    FileContentReader reader =
        new FileContentReader(
            path, name -> readings.incrementAndGet() == 1 ? first : second, Duration.ofMillis(500));

    assertThat(reader.read()).isPresent();
    await().until(reader::mayDiffer);

    assertThat(reader.read()).contains(FileContent.decoded(second));
    assertThat(reader.mayDiffer()).isFalse();
  }

  @Test
  void aFileThatIsWrittenInPartsIsReadWhenItIsWhole() throws Exception {
    write(1);
    String text = "[" + Nodes.writer("W", 50) + "]";
    FileWatchSettings patient =
        new FileWatchSettings(true, Duration.ofMillis(20), Duration.ofMillis(500));
    try (PublishedNodesFile file = watched(patient)) {
      try (var out = Files.newOutputStream(path)) {
        for (byte one : text.getBytes(StandardCharsets.UTF_8)) {
          out.write(one);
        }
      }
      awaitNodes(50);

      assertThat(seen).hasSize(2).allMatch(PublishedNodes::usable);
      assertThat(file.current().nodeCount()).isEqualTo(50);
    }
  }

  @Test
  void aListenerThatFailsKeepsNoOtherFromHearing() throws Exception {
    write(1);
    try (PublishedNodesFile file = new PublishedNodesFile(path, Nodes.STRICT, BY_POLLING)) {
      file.watch(
          nodes -> {
            if (nodes.nodeCount() == 2) {
              throw new IllegalStateException("on purpose");
            }
          });
      file.watch(seen::add);
      file.start();

      write(2);

      awaitNodes(2);
    }
  }

  @Test
  void oneWhoFollowsTheGroupsIsToldUntilHeStops() throws Exception {
    write(1);
    List<List<WriterGroup>> groups = new CopyOnWriteArrayList<>();
    try (PublishedNodesFile file = watched(BY_POLLING)) {
      AutoCloseable following = file.follow(groups::add);
      write(2);
      awaitNodes(2);
      await().until(() -> groups.size() == 2);

      following.close();
      write(3);
      awaitNodes(3);

      assertThat(groups).hasSize(2);
    }
  }
}
