package org.bactrian.deploy.grafana;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.bactrian.deploy.DeployFolder;

/** Queries of all dashboards, held against what a server of metrics answers. */
public final class DashboardQueries {

  private static final ObjectMapper JSON = new ObjectMapper();

  private static final Pattern METRIC =
      Pattern.compile("\\b(?:bactrian|camel|dotnet|iiot|jvm|process)_\\w+");

  /** Labels of {@code by (…)} and of matchers in braces. */
  private static final Pattern LABELS =
      Pattern.compile("by \\(([^)]*)\\)|[{,]\\s*(\\w+)\\s*(?==|!=|=~|!~)");

  /** Labels that Prometheus itself adds. */
  private static final Set<String> OF_PROMETHEUS = Set.of("job", "instance");

  private static final Pattern SAMPLE = Pattern.compile("(\\w+)(?:\\{(.*)})? \\S+");

  private static final Pattern LABEL = Pattern.compile("(\\w+)=\"");

  private DashboardQueries() {}

  /** The files of the dashboards. */
  public static List<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(DeployFolder.resolve("grafana/dashboards"))) {
      return files.filter(file -> file.toString().endsWith(".json")).sorted().toList();
    }
  }

  /** All queries. */
  public static List<String> all() throws IOException {
    List<String> queries = new ArrayList<>();
    for (Path file : files()) {
      JSON.readTree(file.toFile()).findValues("expr").forEach(query -> queries.add(query.asText()));
    }
    return queries;
  }

  /** Queries of the dashboards of OPC Publisher, those that ask for something of its edge. */
  public static List<String> ofOpcPublisher() throws IOException {
    try (InputStream lines =
        DashboardQueries.class.getResourceAsStream("opc-publisher-queries.txt")) {
      return new String(lines.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
    }
  }

  /**
   * Returns the queries that ask for something that is not in pages of metrics: a name, or a label
   * that none of the query's metrics has.
   */
  public static List<String> unanswered(List<String> queries, List<String> pages) {
    List<Series> series =
        pages.stream().flatMap(String::lines).flatMap(DashboardQueries::series).toList();
    return queries.stream()
        .flatMap(query -> missing(query, series).stream().map(name -> name + " in " + query))
        .toList();
  }

  /** A name with the labels that a sample of it has. */
  private record Series(String name, Set<String> labels) {}

  private static Stream<Series> series(String line) {
    return SAMPLE
        .matcher(line)
        .results()
        .filter(sample -> !line.startsWith("#"))
        .map(
            sample ->
                new Series(
                    sample.group(1),
                    sample.group(2) == null
                        ? Set.of()
                        : LABEL
                            .matcher(sample.group(2))
                            .results()
                            .map(label -> label.group(1))
                            .collect(Collectors.toSet())));
  }

  private static Set<String> missing(String query, List<Series> series) {
    Set<String> missing = new TreeSet<>();
    Set<String> names = new HashSet<>();
    METRIC.matcher(query).results().forEach(match -> names.add(match.group()));
    if (names.isEmpty()) {
      missing.add("no metric");
    }
    for (String name : names) {
      List<Series> answers = series.stream().filter(one -> one.name().equals(name)).toList();
      if (answers.isEmpty()) {
        missing.add(name);
      }
      for (String label : labels(query)) {
        if (answers.stream().noneMatch(one -> one.labels().contains(label))) {
          missing.add(label + " of " + name);
        }
      }
    }
    return missing;
  }

  private static Set<String> labels(String query) {
    return LABELS
        .matcher(query)
        .results()
        .flatMap(
            match ->
                match.group(1) != null
                    ? Arrays.stream(match.group(1).split(","))
                    : Stream.of(match.group(2)))
        .map(String::strip)
        .filter(label -> !OF_PROMETHEUS.contains(label))
        .collect(Collectors.toSet());
  }
}
