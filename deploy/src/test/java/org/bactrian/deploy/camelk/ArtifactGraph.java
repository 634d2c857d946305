package org.bactrian.deploy.camelk;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.bactrian.deploy.DeployFolder;

/**
 * Artifacts that ship and what each depends on, as Maven's tree of dependencies says. A class path
 * has what is listed and what that depends on, with the versions of our build.
 */
final class ArtifactGraph {

  /** Line of an artifact: its number in the file, its coordinates, and whether it is there. */
  private static final Pattern ARTIFACT =
      Pattern.compile(
          "(?<number>\\d+) (?<omitted>\\(?)(?<name>[\\w.-]+:(?<id>[\\w.-]+)):jar:"
              + "(?:(?<classifier>[\\w.-]+):)?(?<version>[\\w.-]+):(?:compile|runtime|test)\\b.*");

  private static final Pattern EDGE = Pattern.compile("(\\d+) (\\d+) \\w+");
  private static final Pattern OWN =
      Pattern.compile("</parent>\\s*<artifactId>([^<]+)</artifactId>");

  private final Map<String, Set<String>> dependsOn = new HashMap<>();
  private final Map<String, String> fileNames = new HashMap<>();
  private final Map<String, Path> files = new HashMap<>();

  private ArtifactGraph() {}

  /** Reads the tree that the build has written. */
  static ArtifactGraph read() throws IOException {
    ArtifactGraph graph = new ArtifactGraph();
    Map<String, String> names = new HashMap<>();
    for (String line : Files.readAllLines(DeployFolder.resolve("target/dependencies.tgf"))) {
      Matcher artifact = ARTIFACT.matcher(line);
      Matcher edge = EDGE.matcher(line);
      if (artifact.matches()) {
        names.put(artifact.group("number"), graph.add(artifact));
      } else if (edge.matches()
          && names.containsKey(edge.group(1))
          && names.containsKey(edge.group(2))) {
        graph
            .dependsOn
            .computeIfAbsent(names.get(edge.group(1)), name -> new LinkedHashSet<>())
            .add(names.get(edge.group(2)));
      }
    }
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
      graph.addFile(Path.of(entry));
    }
    return graph;
  }

  private String add(Matcher artifact) {
    String classifier = artifact.group("classifier");
    String suffix = classifier == null ? "" : "-" + classifier;
    String name = artifact.group("name") + suffix;
    if (artifact.group("omitted").isEmpty()) {
      fileNames.put(name, artifact.group("id") + "-" + artifact.group("version") + suffix + ".jar");
    }
    return name;
  }

  private void addFile(Path file) throws IOException {
    if (file.endsWith(Path.of("target", "classes")) && Files.isDirectory(file)) {
      // Modules that are built together are not packed yet.
      Matcher own = OWN.matcher(Files.readString(file.resolve("../../pom.xml")));
      if (own.find()) {
        files.put(own.group(1) + "-" + CamelResourcesTest.VERSION + ".jar", file);
      }
    } else if (file.getFileName() != null) {
      files.put(file.getFileName().toString(), file);
    }
  }

  /**
   * Files of artifacts and of all that these depend on.
   *
   * @param listed artifacts as Camel K names them, {@code camel:NAME} or {@code
   *     mvn:GROUP:ARTIFACT:VERSION}
   */
  List<Path> classPath(Collection<String> listed) {
    Set<String> all = new LinkedHashSet<>();
    Deque<String> open = new ArrayDeque<>();
    listed.forEach(dependency -> open.add(named(dependency)));
    while (!open.isEmpty()) {
      String artifact = open.remove();
      if (all.add(artifact)) {
        open.addAll(dependsOn.getOrDefault(artifact, Set.of()));
      }
    }
    return all.stream().map(this::file).toList();
  }

  private static String named(String dependency) {
    String[] parts = dependency.split(":", -1);
    return parts[0].equals("camel")
        ? "org.apache.camel:camel-" + parts[1]
        : parts[1] + ":" + parts[2];
  }

  private Path file(String artifact) {
    return Stream.ofNullable(fileNames.get(artifact))
        .flatMap(name -> Stream.ofNullable(files.get(name)))
        .findFirst()
        .orElseThrow(
            () -> new IllegalArgumentException(artifact + " is none of the artifacts that ship"));
  }
}
