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
import org.bactrian.launcher.routes.RouteCheckResult.Sound;
import org.bactrian.launcher.routes.RouteFile.Kind;
import org.bactrian.launcher.routes.RouteFileState.Kept;
import org.bactrian.launcher.routes.RouteFileState.Loaded;
import org.bactrian.launcher.routes.RouteFileState.Refused;
import org.bactrian.launcher.routes.RouteFileState.Running;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One change of the files of a running role: what is gone stops, what changed is looked at and
 * replaced, and a former version runs on where the new one cannot.
 */
final class RouteChange {

  private static final Logger LOG = LoggerFactory.getLogger(RouteChange.class);

  private final Map<String, RouteFileState> states;
  private final Map<String, RouteFile> files;
  private final RouteValidation validation;
  private final RouteReplacement replacement;
  private final Map<String, Running> former = new TreeMap<>();
  private final List<Sound> deleted = new ArrayList<>();

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
    boolean kamelet = running.sound().file().kind() == Kind.KAMELET;
    Optional<String> user = kamelet ? firstUserOf(running) : Optional.empty();
    if (user.isPresent()) {
      keep(name, running, fault(running, "was deleted, but " + user.get() + " uses it"));
      return;
    }
    try {
      replacement.remove(running.loaded());
      states.remove(name);
      former.remove(name);
      deleted.add(running.sound());
      LOG.info("{} is gone, its routes are stopped", running.sound().file().name());
    } catch (Exception e) {
      keep(name, running, RouteFaultFactory.exception(running.sound().file(), e));
    }
  }

  /** A file that stays and is made of what {@code part} holds. */
  private Optional<String> firstUserOf(Running part) {
    return states.values().stream()
        .map(RouteFileState::version)
        .flatMap(Optional::stream)
        .map(Running::sound)
        .filter(sound -> files.containsKey(sound.file().key()))
        .filter(sound -> !sound.facts().choosesKamelets())
        .filter(sound -> isMadeOf(sound, part.sound()))
        .map(sound -> sound.file().key())
        .findFirst();
  }

  /** A file that was configured by, or made of, one that is gone is made without it. */
  private void makeAnewWithoutWhatIsGone(Set<String> unchanged) {
    List<Sound> running = new ArrayList<>();
    states.values().forEach(state -> state.version().ifPresent(run -> running.add(run.sound())));
    for (Sound user : List.copyOf(running)) {
      String name = user.file().key();
      boolean affected = deleted.stream().anyMatch(part -> isMadeOf(user, part));
      if (affected && unchanged.contains(name)) {
        List<Sound> others = new ArrayList<>(running);
        others.remove(user);
        RouteCheckResult verdict = validation.examine(user.file(), others);
        if (verdict instanceof Sound still) {
          replace(List.of(still));
        } else if (verdict instanceof RouteCheckResult.Unsound broken) {
          keep(name, former.get(name), broken.fault());
        }
      }
    }
  }

  private boolean isUnchanged(String name) {
    Running running = former.get(name);
    return running != null && running.sound().file().equals(files.get(name));
  }

  private void replaceWhatChanged() {
    List<RouteFile> candidates = new ArrayList<>();
    List<Sound> settled = new ArrayList<>();
    for (RouteFile file : files.values()) {
      if (isUnchanged(file.key())) {
        settled.add(former.get(file.key()).sound());
        states.put(file.key(), former.get(file.key()));
      } else {
        candidates.add(file);
      }
    }
    former.forEach(
        (name, running) -> {
          if (!files.containsKey(name)) {
            settled.add(running.sound());
          }
        });
    RouteSelection selection = select(candidates, settled);
    boolean together = selection.sound().stream().anyMatch(s -> s.facts().isUsedByOthers());
    if (together) {
      replace(withThoseMadeOfThem(selection.sound(), settled));
    } else {
      selection.sound().forEach(sound -> replace(List.of(sound)));
    }
  }

  /** Chooses what can run; a file that cannot falls back to its former version. */
  private RouteSelection select(List<RouteFile> candidates, List<Sound> settled) {
    RouteSelection selection = RouteSelection.of(validation, candidates, settled);
    boolean again = true;
    while (again) {
      again = false;
      for (RouteCheckResult.Unsound refused : unfit(selection, settled)) {
        String name = refused.file().key();
        Running running = former.get(name);
        if (running == null) {
          refuse(name, refused.fault());
        } else if (isGone(running)) {
          remove(name, running);
          refuse(name, refused.fault());
        } else {
          keep(name, running, refused.fault());
          settled.add(running.sound());
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

  /** What cannot run, and what would break a file that runs. */
  private List<RouteCheckResult.Unsound> unfit(RouteSelection selection, List<Sound> settled) {
    List<RouteCheckResult.Unsound> unfit = new ArrayList<>(selection.refused());
    for (Sound sound : selection.sound()) {
      if (former.containsKey(sound.file().key())) {
        for (Sound user : settled) {
          if (user.facts().isMadeOf(sound.facts())) {
            List<Sound> others = new ArrayList<>(settled);
            others.addAll(selection.sound());
            others.remove(user);
            if (validation.examine(user.file(), others)
                instanceof RouteCheckResult.Unsound broken) {
              unfit.add(
                  new RouteCheckResult.Unsound(
                      sound.file(),
                      new RouteFault(
                          sound.file().shownLocation(), 0, "would break " + broken.fault())));
              break;
            }
          }
        }
      }
    }
    return unfit;
  }

  private List<Sound> withThoseMadeOfThem(List<Sound> changed, List<Sound> settled) {
    List<Sound> group = new ArrayList<>(changed);
    for (Sound other : settled) {
      if (changed.stream().anyMatch(sound -> isMadeOf(other, sound))) {
        group.add(other);
      }
    }
    return group;
  }

  /** Replaces the former versions of a group, all or none. */
  private void replace(List<Sound> group) {
    List<String> ids =
        group.stream()
            .map(sound -> former.get(sound.file().key()))
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

  private void swap(List<Sound> group) {
    List<Running> removed = new ArrayList<>();
    Map<Sound, Loaded> added = new LinkedHashMap<>();
    Sound current = group.get(0);
    try {
      for (int i = group.size() - 1; i >= 0; i--) {
        current = group.get(i);
        Running running = former.get(current.file().key());
        if (running != null) {
          replacement.remove(running.loaded());
          removed.add(0, running);
        }
      }
      for (Sound sound : group) {
        current = sound;
        added.put(sound, replacement.add(sound.file()));
      }
    } catch (Exception | LinkageError e) {
      LOG.debug("{} does not run", current.file(), e);
      rollBack(group, removed, added, RouteFaultFactory.exception(current.file(), e));
      return;
    }
    added.forEach(this::run);
  }

  private void run(Sound sound, Loaded made) {
    String name = sound.file().key();
    states.put(name, new Running(sound, made));
    Running before = former.put(name, new Running(sound, made));
    if (before == null && sound.file().isPacked()) {
      LOG.debug("{} runs", sound.file());
    } else if (before == null) {
      LOG.info("{} is loaded, its routes run", sound.file());
    } else if (!before.sound().file().name().equals(sound.file().name())) {
      LOG.info("{} is replaced by {}", before.sound().file().name(), sound.file());
    } else if (before.sound().file().equals(sound.file())) {
      LOG.info("{} is started again, since what it is made of changed", name);
    } else {
      LOG.info("{} is replaced, {}", name, sound.file());
    }
  }

  private void rollBack(
      List<Sound> group, List<Running> removed, Map<Sound, Loaded> added, RouteFault fault) {
    List<Loaded> undo = new ArrayList<>(added.values());
    for (int i = undo.size() - 1; i >= 0; i--) {
      try {
        replacement.remove(undo.get(i));
      } catch (Exception e) {
        LOG.error("A route of a change that failed cannot be removed: {}", e.getMessage());
      }
    }
    for (Sound sound : group) {
      String name = sound.file().key();
      if (removed.stream().noneMatch(r -> r.sound().file().key().equals(name))) {
        refuse(name, fault);
      }
    }
    for (Running running : removed) {
      String name = running.sound().file().key();
      if (isGone(running)) {
        former.remove(name);
        refuse(name, fault);
        continue;
      }
      try {
        Running again = new Running(running.sound(), replacement.add(running.sound().file()));
        former.put(name, again);
        if (again.sound().file().equals(files.get(name))) {
          states.put(name, again);
        } else {
          keep(name, again, fault);
        }
      } catch (Exception | LinkageError e) {
        former.remove(name);
        refuse(name, RouteFaultFactory.exception(running.sound().file(), e));
      }
    }
  }

  /** A file that was deleted may have held what others send to. */
  private void sayWhatIsMissing() {
    List<Sound> running =
        states.values().stream()
            .map(RouteFileState::version)
            .flatMap(Optional::stream)
            .map(Running::sound)
            .toList();
    for (Sound sound : running) {
      for (Map.Entry<String, Integer> target : sound.facts().directTargets().entrySet()) {
        String name = sound.file().key();
        boolean taken = running.stream().anyMatch(one -> one.facts().takes(target.getKey()));
        if (!taken && states.get(name) instanceof Running run) {
          keep(
              name,
              run,
              new RouteFault(
                  sound.file().shownLocation(),
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
    RouteFile file = running.sound().file();
    return !file.isPacked()
        && files.values().stream().noneMatch(now -> now.location().equals(file.location()));
  }

  private RouteFault fault(Running running, String message) {
    return new RouteFault(running.sound().file().shownLocation(), 0, message);
  }

  private boolean isMadeOf(Sound user, Sound part) {
    return !user.file().key().equals(part.file().key()) && user.facts().isMadeOf(part.facts());
  }
}
