package org.bactrian.launcher.routes;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.bactrian.launcher.routes.RouteCheckResult.Valid;
import org.bactrian.launcher.routes.RouteFileState.Loaded;
import org.bactrian.launcher.routes.RouteFileState.Running;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Start of a role whose user has no files of routes or kamelets. What comes with the role was
 * checked by its build, so it runs without being made in a scratch context first, which would take
 * most of the start. It is examined when a file of the user comes that it has to fit to.
 */
final class PackedRoutesStart {

  private static final Logger LOG = LoggerFactory.getLogger(PackedRoutesStart.class);

  /**
   * Kamelets come first, then what configures routes, since both are needed to make a route. REST
   * and operations come last: to read their contract takes longest, and telemetry need not wait for
   * it.
   */
  private static final Comparator<RouteFile> ORDER =
      Comparator.comparing((RouteFile file) -> file.kind())
          .thenComparing(file -> !file.text().contains("routeConfiguration:"))
          .thenComparing(
              file -> file.text().contains("uri: operations:") || file.text().contains("- rest:"))
          .thenComparing(RouteFile::name);

  private final RouteValidation validation;
  private final RouteReplacement replacement;
  private final Map<RouteFile, Loaded> running = new LinkedHashMap<>();

  PackedRoutesStart(RouteValidation validation, RouteReplacement replacement) {
    this.validation = validation;
    this.replacement = replacement;
  }

  /**
   * Runs {@code files} when all of them come with the role.
   *
   * @return whether they run; if not, nothing of them does
   */
  boolean run(Collection<RouteFile> files) {
    if (!files.stream().allMatch(RouteFile::isPacked)) {
      return false;
    }
    for (RouteFile file : files.stream().sorted(ORDER).toList()) {
      try {
        running.put(file, replacement.add(file));
      } catch (Exception | LinkageError e) {
        LOG.debug("{} does not run, so all files are examined", file, e);
        undo();
        return false;
      }
    }
    return true;
  }

  private void undo() {
    List<Loaded> added = new ArrayList<>(running.values());
    for (int i = added.size() - 1; i >= 0; i--) {
      try {
        replacement.remove(added.get(i));
      } catch (Exception e) {
        LOG.error("A route of a start that failed cannot be removed: {}", e.getMessage());
      }
    }
    running.clear();
  }

  /** Examines what runs: what each file offers and needs, by key; empty from then on. */
  Map<String, Running> examined() {
    Map<String, Running> examined = new TreeMap<>();
    if (!running.isEmpty()) {
      RouteSelection selection =
          RouteSelection.of(validation, List.copyOf(running.keySet()), List.of());
      for (Valid valid : selection.valid()) {
        examined.put(valid.file().key(), new Running(valid, running.get(valid.file())));
      }
      for (RouteCheckResult.Invalid refused : selection.refused()) {
        Valid unknown = new Valid(refused.file(), RouteFacts.NONE);
        examined.put(refused.file().key(), new Running(unknown, running.get(refused.file())));
      }
      running.clear();
    }
    return examined;
  }
}
