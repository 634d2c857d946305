package org.bactrian.launcher.guide;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bactrian.launcher.command.CommandInThisProcess;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Links, options and REST paths in the documents, held to what there is. */
class DocumentsTest {

  private static final Path TOP = Documents.top();
  private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s]+)\\)");
  private static final Pattern HEADING = Pattern.compile("#{1,6} +(.*)");
  private static final Pattern OPTION = Pattern.compile("(?<![\\w-])--[A-Za-z][A-Za-z0-9-]*");
  private static final Pattern SPAN = Pattern.compile("`([^`]+)`");
  private static final Pattern PATH =
      Pattern.compile("/(registry|twin|publisher|history|events|vault)(/v2/[A-Za-z0-9/{}_-]+)");

  /** Options of other programs that documents show. */
  private static final Set<String> OF_OTHERS =
      Set.of(
          "--cacert",
          "--dep",
          "--property",
          "--properties",
          "--ignore-scripts",
          "--omit-lockfile-registry-resolved");

  static List<Path> documents() throws IOException {
    return Documents.all();
  }

  @ParameterizedTest
  @MethodSource("documents")
  void linksLeadToFilesAndHeadingsThatAreThere(Path file) throws IOException {
    Set<String> broken = new TreeSet<>();
    for (String target : links(file)) {
      String[] parts = target.split("#", 2);
      Path linked = parts[0].isEmpty() ? file : file.resolveSibling(parts[0]).normalize();
      if (!Files.exists(linked)
          || parts.length == 2
              && Files.isRegularFile(linked)
              && !anchors(linked).contains(parts[1])) {
        broken.add(target);
      }
    }

    assertThat(broken).as("broken links of %s", TOP.relativize(file)).isEmpty();
  }

  @Test
  void everyGuideIsInTheIndex() throws IOException {
    Set<String> listed = new HashSet<>(links(TOP.resolve("docs/README.md")));
    List<String> guides =
        Documents.all().stream()
            .filter(file -> file.getParent().equals(TOP.resolve("docs")))
            .map(file -> file.getFileName().toString())
            .filter(name -> !name.equals("README.md"))
            .toList();

    assertThat(guides).contains("publish.md").allMatch(listed::contains);
  }

  @Test
  void everyModuleHasAReadmeOfAtMostAPage() throws IOException {
    List<Path> modules = Documents.modules();

    assertThat(modules).contains(TOP.resolve("launcher"), TOP.resolve("testbed/simulator"));
    for (Path module : modules) {
      assertThat(module.resolve("README.md")).exists();
      assertThat(Files.readAllLines(module.resolve("README.md")))
          .as("lines of the README of %s; more belongs in docs/", TOP.relativize(module))
          .hasSizeLessThanOrEqualTo(60);
    }
  }

  @ParameterizedTest
  @MethodSource("documents")
  void everyOptionThatIsNamedThereIs(Path file) throws IOException {
    Set<String> known = options();
    Set<String> unknown = new TreeSet<>();
    for (String line : Files.readAllLines(file)) {
      int command = line.indexOf("./bactrian ");
      if (command >= 0) {
        unknown.addAll(unknownOptions(line.substring(command), known));
      } else if (!showsOtherPrograms(file)) {
        SPAN.matcher(line)
            .results()
            .forEach(span -> unknown.addAll(unknownOptions(span.group(1), known)));
      }
    }

    assertThat(known).contains("--pf", "--quiet", "--gds-port");
    assertThat(unknown).as("options that %s names", TOP.relativize(file)).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("documents")
  void everyRestPathThatIsNamedThereIs(Path file) throws IOException {
    Set<String> unknown = new TreeSet<>();
    Matcher path = PATH.matcher(Files.readString(file));
    while (path.find()) {
      String document =
          Files.readString(
              TOP.resolve("cloud-integration/src/main/openapi/" + path.group(1) + ".yaml"));
      String named = path.group(2).replaceFirst("^/v2", "").replaceFirst("/$", "");
      if (!isServed(document, named)) {
        unknown.add(path.group());
      }
    }

    assertThat(unknown).as("paths that %s names", TOP.relativize(file)).isEmpty();
  }

  /** Returns whether a document is about programs that are not ours, and their options. */
  private static boolean showsOtherPrograms(Path file) {
    String name = TOP.relativize(file).toString();
    return name.startsWith("deploy") || name.startsWith("docs/deploy");
  }

  /** A path of a contract, with its parameters filled in or not, or the beginning of one. */
  private static boolean isServed(String document, String named) {
    return document
        .lines()
        .filter(line -> line.matches("  '?\"?/\\S+:"))
        .map(line -> line.strip().replaceAll("['\":]", ""))
        .anyMatch(
            path -> {
              String[] template = path.split("/");
              String[] parts = named.split("/");
              boolean same = parts.length <= template.length;
              for (int at = 0; same && at < parts.length; at++) {
                boolean isParameter =
                    parts[at].matches("[A-Z]+")
                        || template[at].startsWith("{") && parts[at].startsWith("{");
                same = isParameter || template[at].equals(parts[at]);
              }
              return same;
            });
  }

  private static Set<String> unknownOptions(String text, Set<String> known) {
    Set<String> unknown = new TreeSet<>();
    Matcher option = OPTION.matcher(text);
    while (option.find()) {
      if (!known.contains(option.group()) && !OF_OTHERS.contains(option.group())) {
        unknown.add(option.group());
      }
    }
    return unknown;
  }

  private static Set<String> options() throws IOException {
    Set<String> known = new HashSet<>(CommandInThisProcess.options());
    Path table =
        TOP.resolve("edge-integration/src/main/resources/org/bactrian/edge/options/options.tsv");
    OPTION.matcher(Files.readString(table)).results().forEach(found -> known.add(found.group()));
    return known;
  }

  private static List<String> links(Path file) throws IOException {
    List<String> links = new ArrayList<>();
    boolean fenced = false;
    for (String line : Files.readAllLines(file)) {
      fenced ^= line.startsWith("```");
      if (!fenced) {
        LINK.matcher(line)
            .results()
            .map(found -> found.group(1))
            .filter(target -> !target.matches("[a-z]+:.*"))
            .forEach(links::add);
      }
    }
    return links;
  }

  /** Anchors of the headings of a file, as GitHub makes them. */
  private static Set<String> anchors(Path file) throws IOException {
    Set<String> anchors = new HashSet<>();
    boolean fenced = false;
    for (String line : Files.readAllLines(file)) {
      fenced ^= line.startsWith("```");
      Matcher heading = HEADING.matcher(line);
      if (!fenced && heading.matches()) {
        anchors.add(
            heading
                .group(1)
                .toLowerCase(Locale.ROOT)
                .replaceAll("[^\\p{L}\\p{N} _-]", "")
                .replace(' ', '-'));
      }
    }
    return anchors;
  }
}
