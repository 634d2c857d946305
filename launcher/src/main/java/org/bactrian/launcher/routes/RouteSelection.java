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
import org.bactrian.launcher.routes.RouteCheckResult.Sound;
import org.bactrian.launcher.routes.RouteCheckResult.Unsound;

/**
 * Which of a set of files can run together.
 *
 * @param sound files that can, in the order in which they are to be run
 * @param refused files that cannot, with what is wrong
 */
record RouteSelection(List<Sound> sound, List<Unsound> refused) {

  /** Kamelets come first, since routes and templates are made of them. */
  private static final Comparator<RouteFile> ORDER =
      Comparator.comparing((RouteFile file) -> file.kind()).thenComparing(file -> file.name());

  RouteSelection {
    sound = List.copyOf(sound);
    refused = List.copyOf(refused);
  }

  /**
   * Chooses among {@code candidates}, beside {@code settled} files that were chosen before.
   *
   * @param settled files that need no look of their own; they win over candidates
   */
  static RouteSelection of(
      RouteValidation validation, List<RouteFile> candidates, List<Sound> settled) {
    List<RouteFile> pending = new ArrayList<>(candidates);
    pending.sort(ORDER);
    List<Sound> sound = new ArrayList<>();
    Map<String, Unsound> unsound = new HashMap<>();
    boolean progress = true;
    // A file may need the template of a later one, so what failed is tried again beside it.
    while (progress && !pending.isEmpty()) {
      progress = false;
      for (RouteFile file : List.copyOf(pending)) {
        List<Sound> others = new ArrayList<>(settled);
        others.addAll(sound);
        RouteCheckResult verdict = validation.examine(file, others);
        if (verdict instanceof Sound accepted) {
          pending.remove(file);
          sound.add(accepted);
          progress |= accepted.facts().isUsedByOthers();
        } else if (verdict instanceof Unsound rejected) {
          unsound.put(file.key(), rejected);
        }
      }
    }
    List<Unsound> refused =
        new ArrayList<>(pending.stream().map(file -> unsound.get(file.key())).toList());
    dropWhatDoesNotFit(sound, settled, refused);
    return new RouteSelection(inOrder(sound), refused);
  }

  /**
   * A route is configured when it is made, by what is there then; kamelets may serve both. What
   * carries out operations comes last, so that it carries out none that another route is to.
   */
  private static List<Sound> inOrder(List<Sound> sound) {
    Set<String> ofRoutes = new HashSet<>();
    for (Sound verdict : sound) {
      if (verdict.file().kind() == RouteFile.Kind.ROUTES) {
        ofRoutes.addAll(verdict.facts().templates());
      }
    }
    return sound.stream()
        .sorted(
            Comparator.comparingInt(
                verdict -> {
                  if (verdict.file().kind() == RouteFile.Kind.KAMELET) {
                    return 0;
                  }
                  boolean first =
                      verdict.facts().configuresRoutes()
                          && Collections.disjoint(verdict.facts().usedTemplates(), ofRoutes);
                  return first ? 1 : verdict.facts().operations().isEmpty() ? 2 : 3;
                }))
        .toList();
  }

  /** Takes files out until no id is used twice and every {@code direct:} target is there. */
  private static void dropWhatDoesNotFit(
      List<Sound> sound, List<Sound> settled, List<Unsound> refused) {
    Optional<Unsound> misfit = misfit(sound, settled);
    while (misfit.isPresent()) {
      Unsound found = misfit.get();
      refused.add(found);
      sound.removeIf(verdict -> verdict.file().equals(found.file()));
      misfit = misfit(sound, settled);
    }
  }

  /** Only what comes with a role can be replaced; two files of a user are both meant to run. */
  private static String replacing(RouteFile file, RouteFile other) {
    return other.isPacked()
        ? ", or name this file " + file.nameToReplace(other) + " to replace all of " + other.name()
        : "";
  }

  private static Optional<Unsound> misfit(List<Sound> sound, List<Sound> settled) {
    List<Sound> all = new ArrayList<>(settled);
    all.addAll(sound);
    Map<String, RouteFile> ids = new HashMap<>();
    for (Sound verdict : all) {
      for (String id : verdict.facts().routeIds()) {
        RouteFile other = ids.putIfAbsent(id, verdict.file());
        if (other != null && sound.contains(verdict)) {
          return Optional.of(
              new Unsound(
                  verdict.file(),
                  RouteFaultFactory.text(
                      verdict.file(),
                      id,
                      "a route of "
                          + other.name()
                          + " has the id \""
                          + id
                          + "\" already; choose another"
                          + replacing(verdict.file(), other))));
        }
      }
    }
    for (Sound verdict : sound) {
      for (Map.Entry<String, Integer> target : verdict.facts().directTargets().entrySet()) {
        if (all.stream().noneMatch(other -> other.facts().takes(target.getKey()))) {
          return Optional.of(
              new Unsound(
                  verdict.file(),
                  new RouteFault(
                      verdict.file().shownLocation(),
                      target.getValue(),
                      "no route starts from direct:" + target.getKey())));
        }
      }
    }
    return Optional.empty();
  }
}
