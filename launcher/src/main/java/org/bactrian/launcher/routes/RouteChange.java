package org.bactrian.launcher.routes;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.bactrian.launcher.routes.RouteFile.Kind;
import org.bactrian.web.operation.OperationsComponent;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Change of the files of a running role: all files are created in a scratch context first, then
 * those are replaced that changed or are made of what changed. A former version runs on where the
 * new one cannot.
 */
final class RouteChange {

  private static final Logger LOG = LoggerFactory.getLogger(RouteChange.class);

  private final CamelContext live;
  private final RouteSet running;
  private final Map<String, RouteFile> files;
  private final Map<String, LoadedRoutes> former;

  /** Files that are to run, by key: the new ones as far as they can, else the former ones. */
  private final Map<String, RouteFile> wanted;

  private final Map<String, RouteFault> faults = new TreeMap<>();

  RouteChange(CamelContext live, RouteSet running, Map<String, RouteFile> files) {
    this.live = live;
    this.running = running;
    this.files = files;
    this.former = Map.copyOf(running.loaded());
    this.wanted = new TreeMap<>(files);
  }

  /**
   * Makes the files what runs, as far as they can.
   *
   * @return faults by key of the file
   */
  Map<String, RouteFault> apply() {
    keepUsedKamelets();
    replace(leaving(examine()));
    return faults;
  }

  /** A kamelet that is deleted stays as long as a file names it. */
  private void keepUsedKamelets() {
    for (LoadedRoutes content : former.values()) {
      RouteFile kamelet = content.file();
      if (kamelet.kind() == Kind.KAMELET && !files.containsKey(kamelet.key())) {
        files.values().stream()
            .filter(file -> file.names(kamelet.kameletName()))
            .findFirst()
            .ifPresent(
                user -> {
                  wanted.put(kamelet.key(), kamelet);
                  faults.put(
                      kamelet.key(), kamelet.fault("was deleted, but " + user.key() + " uses it"));
                });
      }
    }
  }

  /** Chooses the files that can run together; returns what they hold, by key. */
  private Map<String, LoadedRoutes> examine() {
    while (true) {
      try (ScratchContext scratch = ScratchContext.beside(live)) {
        RouteSet trial = new RouteSet(scratch, OperationsComponent.of(live));
        Map<String, RouteFault> found = trial.addAll(ordered());
        boolean refused = false;
        for (Map.Entry<String, RouteFault> fault : found.entrySet()) {
          refused |= refuse(fault.getKey(), fault.getValue(), trial.loaded());
        }
        if (!refused) {
          found = trial.missingTargets();
          for (Map.Entry<String, RouteFault> fault : found.entrySet()) {
            faults.putIfAbsent(fault.getKey(), fault.getValue());
            refused |= isChanged(fault.getKey());
            fallBack(fault.getKey());
          }
        }
        if (!refused) {
          return trial.loaded();
        }
      }
    }
  }

  /** Files in their order; one that runs and stays wins over one that is new. */
  private List<RouteFile> ordered() {
    return wanted.values().stream().sorted(RouteSet.order(file -> isChanged(file.key()))).toList();
  }

  /** Leaves a file out that cannot be created, or those that keep one that runs from it. */
  private boolean refuse(String key, RouteFault fault, Map<String, LoadedRoutes> trial) {
    if (isChanged(key)) {
      faults.put(key, fault);
      fallBack(key);
      return true;
    }
    List<RouteFile> causes =
        wanted.values().stream()
            .filter(file -> isChanged(file.key()))
            .filter(file -> versions(file.key(), trial).anyMatch(LoadedRoutes::isUsedByOthers))
            .toList();
    for (RouteFile cause : causes) {
      faults.put(cause.key(), cause.fault("would break " + fault));
      fallBack(cause.key());
    }
    if (causes.isEmpty()) {
      faults.putIfAbsent(key, fault);
    }
    return !causes.isEmpty();
  }

  private boolean isChanged(String key) {
    LoadedRoutes content = former.get(key);
    return content == null || !content.file().equals(wanted.get(key));
  }

  /** The routes of a file of the user that lies there no more never go on. */
  private void fallBack(String key) {
    Optional<RouteFile> version = Optional.ofNullable(former.get(key)).map(LoadedRoutes::file);
    if (version.isPresent() && !isGone(version.get())) {
      wanted.put(key, version.get());
    } else {
      wanted.remove(key);
    }
  }

  private boolean isGone(RouteFile file) {
    return !file.isPacked()
        && files.values().stream().noneMatch(now -> now.location().equals(file.location()));
  }

  private Stream<LoadedRoutes> versions(String key, Map<String, LoadedRoutes> trial) {
    return Stream.of(former.get(key), trial.get(key)).filter(Objects::nonNull);
  }

  /** Keys of what runs and has to be removed, since it changed or is made of what changes. */
  private Set<String> leaving(Map<String, LoadedRoutes> trial) {
    Set<String> changing = new HashSet<>(former.keySet());
    changing.addAll(wanted.keySet());
    changing.removeIf(key -> !isChanged(key));
    boolean grown = true;
    while (grown) {
      List<LoadedRoutes> parts = changing.stream().flatMap(key -> versions(key, trial)).toList();
      grown =
          changing.addAll(
              former.values().stream()
                  .filter(user -> parts.stream().anyMatch(user::isMadeOf))
                  .map(user -> user.file().key())
                  .filter(key -> !faults.containsKey(key))
                  .toList());
    }
    changing.retainAll(former.keySet());
    return changing;
  }

  private void replace(Set<String> leaving) {
    List<LoadedRoutes> removed = new ArrayList<>(leaving.stream().map(former::get).toList());
    removed.sort((a, b) -> RouteSet.order(file -> false).compare(b.file(), a.file()));
    RouteSourceRetention sources =
        RouteSourceRetention.of(
            live, removed.stream().flatMap(content -> content.routeIds().stream()).toList());
    try {
      removed.forEach(content -> remove(content.file()));
      addMissing();
    } finally {
      sources.release();
    }
  }

  private void remove(RouteFile file) {
    try {
      running.remove(file.key());
      if (!wanted.containsKey(file.key())) {
        LOG.info("{} is gone, its routes are stopped", file.name());
      }
    } catch (Exception e) {
      faults.put(file.key(), RouteFaultFactory.exception(file, e));
    }
  }

  private void addMissing() {
    List<RouteFile> added = new ArrayList<>();
    for (RouteFile file : ordered()) {
      if (!running.loaded().containsKey(file.key())) {
        running.add(file).ifPresentOrElse(fault -> restore(file, fault), () -> added.add(file));
      }
    }
    for (RouteFile file : added) {
      running.start(file.key()).ifPresentOrElse(fault -> restore(file, fault), () -> log(file));
    }
  }

  /** Runs the former version of a file that only starting it showed not to run. */
  private void restore(RouteFile file, RouteFault fault) {
    faults.put(file.key(), fault);
    fallBack(file.key());
    RouteFile version = wanted.get(file.key());
    if (version != null && !version.equals(file)) {
      running
          .add(version)
          .or(() -> running.start(version.key()))
          .ifPresent(other -> faults.put(version.key(), other));
    }
  }

  private void log(RouteFile file) {
    Optional<RouteFile> before =
        Optional.ofNullable(former.get(file.key())).map(LoadedRoutes::file);
    if (before.isEmpty()) {
      LOG.info("{} is loaded, its routes run", file);
    } else if (before.get().equals(file)) {
      LOG.info("{} is started again, since what it is made of changed", file.key());
    } else {
      LOG.info("{} is replaced by {}", before.get().name(), file);
    }
  }
}
