package org.bactrian.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The archive of classes that the script makes, with a small program in the product's place. */
@DisabledOnOs(OS.WINDOWS)
class ClassArchiveTest {

  private static final String PROGRAM =
      """
      package org.bactrian.launcher;

      public class Bactrian {
        public static void main(String[] arguments) {
          System.out.println("runs " + String.join(" ", arguments));
        }
      }
      """;

  /** Folders that the script watches for changes, and what it builds. */
  private static final List<String> SOURCES =
      List.of(
          "model",
          "components",
          "edge-integration",
          "cloud-integration",
          "testbed/simulator",
          "testbed/local-azure",
          "testbed/bench",
          "launcher/target/lib");

  @TempDir static Path compiled;
  @TempDir private Path root;
  private Path archive;
  private Path key;

  @BeforeAll
  static void compile() throws IOException {
    Path source = compiled.resolve("Bactrian.java");
    Files.writeString(source, PROGRAM);
    int faults =
        ToolProvider.getSystemJavaCompiler()
            .run(null, null, null, "-d", compiled.toString(), source.toString());
    assertThat(faults).isZero();
  }

  @BeforeEach
  void build() throws IOException {
    for (String folder : SOURCES) {
      Files.createDirectories(root.resolve(folder));
    }
    Files.copy(Path.of("..", "bactrian"), root.resolve("bactrian"));
    Path options = Files.createDirectories(root.resolve("launcher/src/main/jvm"));
    for (String file : List.of("common.options", "role.options")) {
      Files.copy(Path.of("src/main/jvm", file), options.resolve(file));
    }
    jar("bactrian-launcher-1.0.0.jar", "org/bactrian/launcher/Bactrian.class");
    jar("lib/picocli-1.jar");
    Files.createFile(target("built"));
    archive = target("classes.jsa");
    key = target("classes.jsa.key");
  }

  @Test
  void itIsMadeBesideTheFirstStartAndUsedByTheNext() throws Exception {
    assertThat(start("token")).contains("runs token").noneMatch(ClassArchiveTest::isArchived);

    awaitArchive();

    assertThat(start("edge", "--bs=1"))
        .contains("runs edge --bs=1")
        .anyMatch(ClassArchiveTest::isArchived);
    assertThat(start(Map.of("BACTRIAN_CLASS_ARCHIVE", "off"), "token"))
        .contains("runs token")
        .noneMatch(ClassArchiveTest::isArchived);
  }

  @Test
  void itIsMadeAgainWhenTheClassPathChanges() throws Exception {
    start("token");
    awaitArchive();

    jar("lib/another-1.jar");
    FileTime before = Files.getLastModifiedTime(key);
    assertThat(start("token")).contains("runs token").noneMatch(ClassArchiveTest::isArchived);

    awaitAnotherArchive(before);
    assertThat(start("token")).anyMatch(ClassArchiveTest::isArchived);
  }

  @Test
  void oneThatIsEmptiedOrCutIsLeftOutAndMadeAgain() throws Exception {
    start("token");
    awaitArchive();

    for (double left : List.of(0.0, 0.5)) {
      long whole = Files.size(archive);
      assertThat(archive.toFile().setWritable(true)).isTrue();
      try (FileChannel channel = FileChannel.open(archive, StandardOpenOption.WRITE)) {
        channel.truncate((long) (whole * left));
      }

      FileTime before = Files.getLastModifiedTime(key);
      assertThat(start("token")).contains("runs token").noneMatch(ClassArchiveTest::isArchived);

      awaitAnotherArchive(before);
      assertThat(start("token")).anyMatch(ClassArchiveTest::isArchived);
    }
  }

  @Test
  void itIsNotMadeWhereItIsSwitchedOff() throws Exception {
    assertThat(start(Map.of("BACTRIAN_CLASS_ARCHIVE", "off"), "token")).contains("runs token");

    try (Stream<Path> files = Files.list(target(""))) {
      assertThat(files).noneMatch(file -> file.getFileName().toString().startsWith("classes.jsa"));
    }
  }

  /** Returns what a command printed, with where its classes came from. */
  private List<String> start(String... arguments) throws Exception {
    return start(Map.of(), arguments);
  }

  private List<String> start(Map<String, String> environment, String... arguments)
      throws Exception {
    ProcessBuilder command = new ProcessBuilder("bash", root.resolve("bactrian").toString());
    command.command().addAll(List.of(arguments));
    command.environment().remove("BACTRIAN_CLASS_ARCHIVE");
    command.environment().put("JAVA_HOME", System.getProperty("java.home"));
    command.environment().put("BACTRIAN_JAVA_OPTIONS", "-Xlog:class+load");
    command.environment().putAll(environment);
    Process process = command.redirectErrorStream(true).start();
    List<String> lines = process.inputReader().lines().toList();
    assertThat(process.waitFor()).as("%s", lines).isZero();
    return lines;
  }

  private void awaitArchive() {
    await().until(() -> Files.exists(key) && Files.size(key) > 0);
    assertThat(archive).exists();
  }

  /** Waits until the script has written what the archive was made of, which it does at the end. */
  private void awaitAnotherArchive(FileTime before) {
    await().until(() -> Files.size(key) > 0 && !Files.getLastModifiedTime(key).equals(before));
    assertThat(archive).exists();
  }

  private Path target(String name) {
    return root.resolve("launcher/target").resolve(name);
  }

  private void jar(String name, String... entries) throws IOException {
    try (JarOutputStream jar = new JarOutputStream(Files.newOutputStream(target(name)))) {
      for (String entry : entries) {
        jar.putNextEntry(new JarEntry(entry));
        jar.write(Files.readAllBytes(compiled.resolve(entry)));
      }
      jar.putNextEntry(new JarEntry("META-INF/nothing"));
    }
  }

  private static boolean isArchived(String line) {
    return line.contains("org.bactrian.launcher.Bactrian source: shared objects file");
  }
}
