package org.bactrian.launcher.compatibility;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Test classes by the attributes, options and operations that they say to exercise. */
final class ExercisingTests {

  private static final Pattern ANNOTATION =
      Pattern.compile("^ *@Exercises\\(([^)]*)\\)", Pattern.MULTILINE);
  private static final Pattern MEMBER = Pattern.compile("(\\w+) =\\s*(\\{[^}]*}|\"[^\"]*\")");
  private static final Pattern NAME = Pattern.compile("\"([^\"]*)\"");

  private final Path root;
  private final Map<String, Map<String, Set<Path>>> byKind = new HashMap<>();

  private ExercisingTests(Path root) {
    this.root = root;
  }

  /** The tests of all modules below {@code root}. */
  static ExercisingTests of(Path root) {
    ExercisingTests tests = new ExercisingTests(root);
    try (Stream<Path> files = Files.walk(root)) {
      for (Path file : files.filter(ExercisingTests::isTestSource).toList()) {
        tests.add(file, Files.readString(file));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return tests;
  }

  private static boolean isTestSource(Path file) {
    String path = file.toString().replace('\\', '/');
    return path.contains("/src/test/java/") && path.endsWith(".java");
  }

  private void add(Path file, String source) {
    for (MatchResult annotation : ANNOTATION.matcher(source).results().toList()) {
      for (MatchResult member : MEMBER.matcher(annotation.group(1)).results().toList()) {
        for (MatchResult name : NAME.matcher(member.group(2)).results().toList()) {
          byKind
              .computeIfAbsent(member.group(1), kind -> new HashMap<>())
              .computeIfAbsent(
                  name.group(1), key -> new TreeSet<>(Comparator.comparing(Path::getFileName)))
              .add(file);
        }
      }
    }
  }

  /** The names of a kind, such as {@code attributes}, that tests exercise. */
  Set<String> names(String kind) {
    return byKind.getOrDefault(kind, Map.of()).keySet();
  }

  /** Links from the folder {@code docs} to the tests of a name, empty when there are none. */
  String links(String kind, String name) {
    return byKind.getOrDefault(kind, Map.of()).getOrDefault(name, Collections.emptySet()).stream()
        .map(this::link)
        .collect(Collectors.joining(", "));
  }

  private String link(Path file) {
    String name = file.getFileName().toString().replace(".java", "");
    List<String> steps = Stream.of(root.relativize(file)).map(Path::toString).toList();
    return "[" + name + "](../" + String.join("/", steps).replace('\\', '/') + ")";
  }
}
