package org.bactrian.launcher.routes;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.bactrian.launcher.routes.RouteCheckResult.Valid;
import org.bactrian.launcher.routes.RouteFile.Kind;
import org.bactrian.launcher.routes.RouteFileState.Kept;
import org.bactrian.launcher.routes.RouteFileState.Loaded;
import org.bactrian.launcher.routes.RouteFileState.Refused;
import org.bactrian.launcher.routes.RouteFileState.Running;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Change of the files of a running role: removed files stop, changed ones are checked and replaced,
 * and a former version runs on where the new one cannot.
 */
final class RouteChange {

  private static final Logger LOG = LoggerFactory.getLogger(RouteChange.class);

  private final Map<String, RouteFileState> states;
  private final Map<String, RouteFile> files;
  private final RouteValidation validation;
  private final RouteReplacement replacement;
  private final Map<String, Running> former = new TreeMap<>();
  private final List<Valid> deleted = new ArrayList<>();

  RouteChange(
      Map<String, RouteFileState> states,
      Map<String, RouteFile> files,
      RouteValidation validation,
      RouteReplacement replacement) {
    this.states = states;
    this.files = files;
    this.validation = validation;
    this.replacement = replacement;
    states.forEach((name, state) -> state.version().ifPresent(run -> former.put(name, run)));
  }

  /** Makes the files what runs, as far as they can. */
  void apply() {
    Set<String> unchanged =
        files.keySet().stream().filter(this::isUnchanged).collect(Collectors.toSet());
    removeWhatIsGone(Kind.ROUTES);
    replaceWhatChanged();
    makeAnewWithoutWhatIsGone(unchanged);
    // Last, since routes that change may have used them until now.
    removeWhatIsGone(Kind.KAMELET);
    sayWhatIsMissing();
  }

  private void removeWhatIsGone(Kind kind) {
    for (String name : List.copyOf(states.keySet())) {
      if (RouteFile.kind(name) == kind && !files.containsKey(name)) {
        Optional<Running> running = states.get(name).version();
        if (running.isPresent()) {
          remove(name, running.get());
        } else {
          states.remove(name);
        }
      }
    }
  }

  /** A kamelet that is still used stays; the routes of a file that is gone never go on. */
  private void remove(String name, Running running) {
    boolean kamelet = running.valid().file().kind() == Kind.KAMELET;
    Optional<String> user = kamelet ? firstUserOf(running) : Optional.empty();
    if (user.isPresent()) {
      keep(name, running, fault(running, "was deleted, but " + user.get() + " uses it"));
      return;
    }
    try {
      replacement.remove(running.loaded());
      states.remove(name);
      former.remove(name);
      deleted.add(running.valid());
      LOG.info("{} is gone, its routes are stopped", running.valid().file().name());
    } catch (Exception e) {
      keep(name, running, RouteFaultFactory.exception(running.valid().file(), e));
    }
  }

  /** A file that stays and is made of what {@code part} holds. */
  private Optional<String> firstUserOf(Running part) {
    return states.values().stream()
        .map(RouteFileState::version)
        .flatMap(Optional::stream)
        .map(Running::valid)
        .filter(valid -> files.containsKey(valid.file().key()))
        .filter(valid -> !valid.facts().choosesKamelets())
        .filter(valid -> isMadeOf(valid, part.valid()))
        .map(valid -> valid.file().key())
        .findFirst();
  }

  /** A file that was configured by, or made of, one that is gone is made without it. */
  private void makeAnewWithoutWhatIsGone(Set<String> unchanged) {
    List<Valid> running = new ArrayList<>();
    states.values().forEach(state -> state.version().ifPresent(run -> running.add(run.valid())));
    for (Valid user : List.copyOf(running)) {
      String name = user.file().key();
      boolean affected = deleted.stream().anyMatch(part -> isMadeOf(user, part));
      if (affected && unchanged.contains(name)) {
        List<Valid> others = new ArrayList<>(running);
        others.remove(user);
        RouteCheckResult result = validation.examine(user.file(), others);
        if (result instanceof Valid still) {
          replace(List.of(still));
        } else if (result instanceof RouteCheckResult.Invalid broken) {
          keep(name, former.get(name), broken.fault());
        }
      }
    }
  }

  private boolean isUnchanged(String name) {
    Running running = former.get(name);
    return running != null && running.valid().file().equals(files.get(name));
  }

  private void replaceWhatChanged() {
    List<RouteFile> candidates = new ArrayList<>();
    List<Valid> settled = new ArrayList<>();
    for (RouteFile file : files.values()) {
      if (isUnchanged(file.key())) {
        settled.add(former.get(file.key()).valid());
        states.put(file.key(), former.get(file.key()));
      } else {
        candidates.add(file);
      }
    }
    former.forEach(
        (name, running) -> {
          if (!files.containsKey(name)) {
            settled.add(running.valid());
          }
        });
    RouteSelection selection = select(candidates, settled);
    boolean together = selection.valid().stream().anyMatch(s -> s.facts().isUsedByOthers());
    if (together) {
      replace(withThoseMadeOfThem(selection.valid(), settled));
    } else {
      selection.valid().forEach(valid -> replace(List.of(valid)));
    }
  }

  /** Chooses what can run; a file that cannot falls back to its former version. */
  private RouteSelection select(List<RouteFile> candidates, List<Valid> settled) {
    RouteSelection selection = RouteSelection.of(validation, candidates, settled);
    boolean again = true;
    while (again) {
      again = false;
      for (RouteCheckResult.Invalid refused : unfit(selection, settled)) {
        String name = refused.file().key();
        Running running = former.get(name);
        if (running == null) {
          refuse(name, refused.fault());
        } else if (isGone(running)) {
          remove(name, running);
          refuse(name, refused.fault());
        } else {
          keep(name, running, refused.fault());
          settled.add(running.valid());
          again = true;
        }
        candidates.removeIf(file -> file.key().equals(name));
      }
      if (again) {
        selection = RouteSelection.of(validation, candidates, settled);
      }
    }
    return selection;
  }

  /** Files that cannot run, and those that would break a running file. */
  private List<RouteCheckResult.Invalid> unfit(RouteSelection selection, List<Valid> settled) {
    List<RouteCheckResult.Invalid> unfit = new ArrayList<>(selection.refused());
    for (Valid valid : selection.valid()) {
      if (former.containsKey(valid.file().key())) {
        for (Valid user : settled) {
          if (user.facts().isMadeOf(valid.facts())) {
            List<Valid> others = new ArrayList<>(settled);
            others.addAll(selection.valid());
            others.remove(user);
            if (validation.examine(user.file(), others)
                instanceof RouteCheckResult.Invalid broken) {
              unfit.add(
                  new RouteCheckResult.Invalid(
                      valid.file(),
                      new RouteFault(
                          valid.file().shownLocation(), 0, "would break " + broken.fault())));
              break;
            }
          }
        }
      }
    }
    return unfit;
  }

  private List<Valid> withThoseMadeOfThem(List<Valid> changed, List<Valid> settled) {
    List<Valid> group = new ArrayList<>(changed);
    for (Valid other : settled) {
      if (changed.stream().anyMatch(valid -> isMadeOf(other, valid))) {
        group.add(other);
      }
    }
    return group;
  }

  /** Replaces the former versions of a group, all or none. */
  private void replace(List<Valid> group) {
    List<String> ids =
        group.stream()
            .map(valid -> former.get(valid.file().key()))
            .filter(Objects::nonNull)
            .flatMap(running -> running.loaded().routes().stream())
            .toList();
    RouteSourceRetention sources = replacement.hold(ids);
    try {
      swap(group);
    } finally {
      sources.release();
    }
  }

  private void swap(List<Valid> group) {
    List<Running> removed = new ArrayList<>();
    Map<Valid, Loaded> added = new LinkedHashMap<>();
    Valid current = group.get(0);
    try {
      for (int i = group.size() - 1; i >= 0; i--) {
        current = group.get(i);
        Running running = former.get(current.file().key());
        if (running != null) {
          replacement.remove(running.loaded());
          removed.add(0, running);
        }
      }
      for (Valid valid : group) {
        current = valid;
        added.put(valid, replacement.add(valid.file()));
      }
    } catch (Exception | LinkageError e) {
      LOG.debug("{} does not run", current.file(), e);
      rollBack(group, removed, added, RouteFaultFactory.exception(current.file(), e));
      return;
    }
    added.forEach(this::run);
  }

  private void run(Valid valid, Loaded made) {
    String name = valid.file().key();
    states.put(name, new Running(valid, made));
    Running before = former.put(name, new Running(valid, made));
    if (before == null && valid.file().isPacked()) {
      LOG.debug("{} runs", valid.file());
    } else if (before == null) {
      LOG.info("{} is loaded, its routes run", valid.file());
    } else if (!before.valid().file().name().equals(valid.file().name())) {
      LOG.info("{} is replaced by {}", before.valid().file().name(), valid.file());
    } else if (before.valid().file().equals(valid.file())) {
      LOG.info("{} is started again, since what it is made of changed", name);
    } else {
      LOG.info("{} is replaced, {}", name, valid.file());
    }
  }

  private void rollBack(
      List<Valid> group, List<Running> removed, Map<Valid, Loaded> added, RouteFault fault) {
    List<Loaded> undo = new ArrayList<>(added.values());
    for (int i = undo.size() - 1; i >= 0; i--) {
      try {
        replacement.remove(undo.get(i));
      } catch (Exception e) {
        LOG.error("A route of a change that failed cannot be removed: {}", e.getMessage());
      }
    }
    for (Valid valid : group) {
      String name = valid.file().key();
      if (removed.stream().noneMatch(r -> r.valid().file().key().equals(name))) {
        refuse(name, fault);
      }
    }
    for (Running running : removed) {
      String name = running.valid().file().key();
      if (isGone(running)) {
        former.remove(name);
        refuse(name, fault);
        continue;
      }
      try {
        Running again = new Running(running.valid(), replacement.add(running.valid().file()));
        former.put(name, again);
        if (again.valid().file().equals(files.get(name))) {
          states.put(name, again);
        } else {
          keep(name, again, fault);
        }
      } catch (Exception | LinkageError e) {
        former.remove(name);
        refuse(name, RouteFaultFactory.exception(running.valid().file(), e));
      }
    }
  }

  /** A file that was deleted may have held what others send to. */
  private void sayWhatIsMissing() {
    List<Valid> running =
        states.values().stream()
            .map(RouteFileState::version)
            .flatMap(Optional::stream)
            .map(Running::valid)
            .toList();
    for (Valid valid : running) {
      for (Map.Entry<String, Integer> target : valid.facts().directTargets().entrySet()) {
        String name = valid.file().key();
        boolean taken = running.stream().anyMatch(one -> one.facts().takes(target.getKey()));
        if (!taken && states.get(name) instanceof Running run) {
          keep(
              name,
              run,
              new RouteFault(
                  valid.file().shownLocation(),
                  target.getValue(),
                  "no route starts from direct:" + target.getKey() + " any more"));
        }
      }
    }
  }

  private void refuse(String name, RouteFault fault) {
    RouteFileState before = states.put(name, new Refused(fault));
    if (!(before instanceof Refused refused && refused.fault().equals(fault))) {
      LOG.error("{}. Nothing of this file runs; the others do", fault);
    }
  }

  private void keep(String name, Running running, RouteFault fault) {
    RouteFileState before = states.put(name, new Kept(running, fault));
    if (!(before instanceof Kept kept && kept.fault().equals(fault))) {
      LOG.error("{}. The former version runs on", fault);
    }
  }

  /** True when a version that runs is of a file of the user that lies there no more. */
  private boolean isGone(Running running) {
    RouteFile file = running.valid().file();
    return !file.isPacked()
        && files.values().stream().noneMatch(now -> now.location().equals(file.location()));
  }

  private RouteFault fault(Running running, String message) {
    return new RouteFault(running.valid().file().shownLocation(), 0, message);
  }

  private boolean isMadeOf(Valid user, Valid part) {
    return !user.file().key().equals(part.file().key()) && user.facts().isMadeOf(part.facts());
  }
}
