package org.bactrian.launcher.routes;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.bactrian.launcher.routes.RouteCheckResult.Invalid;
import org.bactrian.launcher.routes.RouteCheckResult.Valid;

/**
 * Selection of the files of a set that can run together.
 *
 * @param valid files that can, in the order in which they are to be run
 * @param refused files that cannot, with what is wrong
 */
record RouteSelection(List<Valid> valid, List<Invalid> refused) {

  /** Kamelets come first, since routes and templates are made of them. */
  private static final Comparator<RouteFile> ORDER =
      Comparator.comparing((RouteFile file) -> file.kind()).thenComparing(file -> file.name());

  RouteSelection {
    valid = List.copyOf(valid);
    refused = List.copyOf(refused);
  }

  /**
   * Chooses among {@code candidates}, beside {@code settled} files that were chosen before.
   *
   * @param settled files that need no look of their own; they win over candidates
   */
  static RouteSelection of(
      RouteValidation validation, List<RouteFile> candidates, List<Valid> settled) {
    List<RouteFile> pending = new ArrayList<>(candidates);
    pending.sort(ORDER);
    List<Valid> valid = new ArrayList<>();
    Map<String, Invalid> invalid = new HashMap<>();
    boolean progress = true;
    // A file may need the template of a later one, so what failed is tried again beside it.
    while (progress && !pending.isEmpty()) {
      progress = false;
      for (RouteFile file : List.copyOf(pending)) {
        List<Valid> others = new ArrayList<>(settled);
        others.addAll(valid);
        RouteCheckResult result = validation.examine(file, others);
        if (result instanceof Valid accepted) {
          pending.remove(file);
          valid.add(accepted);
          progress |= accepted.facts().isUsedByOthers();
        } else if (result instanceof Invalid rejected) {
          invalid.put(file.key(), rejected);
        }
      }
    }
    List<Invalid> refused =
        new ArrayList<>(pending.stream().map(file -> invalid.get(file.key())).toList());
    dropWhatDoesNotFit(valid, settled, refused);
    return new RouteSelection(inOrder(valid), refused);
  }

  /**
   * A route is configured when it is made, by what is there then; kamelets may serve both. What
   * carries out operations comes last, so that it carries out none that another route is to.
   */
  private static List<Valid> inOrder(List<Valid> valid) {
    Set<String> ofRoutes = new HashSet<>();
    for (Valid result : valid) {
      if (result.file().kind() == RouteFile.Kind.ROUTES) {
        ofRoutes.addAll(result.facts().templates());
      }
    }
    return valid.stream()
        .sorted(
            Comparator.comparingInt(
                result -> {
                  if (result.file().kind() == RouteFile.Kind.KAMELET) {
                    return 0;
                  }
                  boolean first =
                      result.facts().configuresRoutes()
                          && Collections.disjoint(result.facts().usedTemplates(), ofRoutes);
                  return first ? 1 : result.facts().operations().isEmpty() ? 2 : 3;
                }))
        .toList();
  }

  /** Takes files out until no id is used twice and every {@code direct:} target is there. */
  private static void dropWhatDoesNotFit(
      List<Valid> valid, List<Valid> settled, List<Invalid> refused) {
    Optional<Invalid> incompatible = incompatible(valid, settled);
    while (incompatible.isPresent()) {
      Invalid found = incompatible.get();
      refused.add(found);
      valid.removeIf(result -> result.file().equals(found.file()));
      incompatible = incompatible(valid, settled);
    }
  }

  /** Only what comes with a role can be replaced; two files of a user are both meant to run. */
  private static String replacing(RouteFile file, RouteFile other) {
    return other.isPacked()
        ? ", or name this file " + file.nameToReplace(other) + " to replace all of " + other.name()
        : "";
  }

  private static Optional<Invalid> incompatible(List<Valid> valid, List<Valid> settled) {
    List<Valid> all = new ArrayList<>(settled);
    all.addAll(valid);
    Map<String, RouteFile> ids = new HashMap<>();
    for (Valid result : all) {
      for (String id : result.facts().routeIds()) {
        RouteFile other = ids.putIfAbsent(id, result.file());
        if (other != null && valid.contains(result)) {
          return Optional.of(
              new Invalid(
                  result.file(),
                  RouteFaultFactory.text(
                      result.file(),
                      id,
                      "a route of "
                          + other.name()
                          + " has the id \""
                          + id
                          + "\" already; choose another"
                          + replacing(result.file(), other))));
        }
      }
    }
    for (Valid result : valid) {
      for (Map.Entry<String, Integer> target : result.facts().directTargets().entrySet()) {
        if (all.stream().noneMatch(other -> other.facts().takes(target.getKey()))) {
          return Optional.of(
              new Invalid(
                  result.file(),
                  new RouteFault(
                      result.file().shownLocation(),
                      target.getValue(),
                      "no route starts from direct:" + target.getKey())));
        }
      }
    }
    return Optional.empty();
  }
}
