package org.bactrian.launcher.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Checks simple names and the first words of Javadoc in the sources of all modules. */
class NamesAndJavadocTest {

  private static final Path TOP = top();

  /** Folders of sources whose Javadoc begins with a noun or a verb. */
  private static final List<String> FOLDERS =
      List.of(
          "model", "components", "edge-integration", "cloud-integration", "launcher", "testbed");

  /** A Javadoc comment and its first word. */
  private static final Pattern JAVADOC =
      Pattern.compile("/\\*\\*[\\s*]*(\\w+)(?:(?!\\*/).)*+\\*/", Pattern.DOTALL);

  private static final Pattern QUESTION_WORD =
      Pattern.compile("What|Who|Whose|Whom|Where|Whether|When|How|Why|Which|Whoever");

  @Test
  void everySimpleNameOfMainCodeStandsForOneClass() {
    Set<String> seen = new TreeSet<>();
    Set<String> doubled =
        sources("")
            .map(file -> file.getFileName().toString().replace(".java", ""))
            .filter(name -> !name.equals("package-info"))
            .filter(name -> !seen.add(name))
            .collect(Collectors.toCollection(TreeSet::new));

    assertThat(seen).contains("NodeIdText");
    assertThat(doubled).isEmpty();
  }

  static List<String> folders() {
    return FOLDERS;
  }

  @ParameterizedTest
  @MethodSource("folders")
  void javadocBeginsWithANounOrAVerb(String folder) {
    List<Path> files = sources(folder).toList();

    assertThat(files).isNotEmpty();
    assertThat(files.stream().flatMap(NamesAndJavadocTest::questions)).isEmpty();
  }

  private static Stream<String> questions(Path file) {
    Matcher comments = JAVADOC.matcher(read(file));
    return comments
        .results()
        .filter(comment -> QUESTION_WORD.matcher(comment.group(1)).matches())
        .map(comment -> TOP.relativize(file) + ": " + comment.group().lines().limit(2).toList());
  }

  private static Stream<Path> sources(String folder) {
    try (Stream<Path> files = Files.walk(TOP.resolve(folder))) {
      return files
          .filter(file -> file.toString().endsWith(".java"))
          .filter(file -> TOP.relativize(file).toString().contains("src/main/java"))
          // Clients that tests generated are no sources of ours.
          .filter(file -> !TOP.relativize(file).toString().contains("target/"))
          .toList()
          .stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path top() {
    Path folder = Path.of("").toAbsolutePath();
    while (!Files.isDirectory(folder.resolve("cloud-integration"))) {
      folder = folder.getParent();
    }
    return folder;
  }
}
