package org.bactrian.launcher.routes;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.model.ModelCamelContext;
import org.bactrian.edge.file.FileChangeWatcher;
import org.bactrian.edge.file.FileChangeWatcher.WatchedFiles;
import org.bactrian.edge.file.FileWatchSettings;
import org.bactrian.web.operation.OperationsComponent;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Routes and kamelets of a running role. When files change, the new versions are checked first,
 * only what changed is replaced, and a former version stays where the new one cannot run.
 *
 * <p>Faults may be read from any thread; changes are applied by one at a time.
 */
public final class LiveRoutes {

  private static final Logger LOG = LoggerFactory.getLogger(LiveRoutes.class);

  private static final FileWatchSettings WATCHING =
      new FileWatchSettings(false, Duration.ofSeconds(2), Duration.ofMillis(100));

  private final CamelContext live;
  private final RouteFolder kamelets;
  private final RouteFolder routes;
  private final RouteSet running;
  private Map<String, RouteFile> applied = Map.of();
  private volatile Map<String, RouteFault> faults = Map.of();
  private volatile boolean loaded;

  /** Routes of {@code routes} made of {@code kamelets}, to run in {@code live}. */
  public LiveRoutes(CamelContext live, RouteFolder kamelets, RouteFolder routes) {
    this.live = live;
    this.kamelets = kamelets;
    this.routes = routes;
    this.running = new RouteSet((ModelCamelContext) live, OperationsComponent.of(live));
  }

  /** Returns whether the files that were there first run. */
  public boolean isLoaded() {
    return loaded;
  }

  /** Returns the faults that keep files from running, in the order of their names. */
  public List<RouteFault> faults() {
    return List.copyOf(faults.values());
  }

  /**
   * Runs what lies there now. What comes with the role was checked by its build, so it is not
   * created in a scratch context first, which would take most of the start; nothing starts before
   * all of it is there.
   */
  public synchronized void load() {
    applied = look();
    Map<String, RouteFault> found =
        running.addAll(applied.values().stream().sorted(RouteSet.order(file -> false)).toList());
    if (!applied.values().stream().allMatch(RouteFile::isPacked)) {
      found.putAll(running.removeThoseWithoutTarget());
    }
    for (Map.Entry<String, LoadedRoutes> loaded : List.copyOf(running.loaded().entrySet())) {
      String key = loaded.getKey();
      RouteFile file = loaded.getValue().file();
      running
          .start(key)
          .ifPresentOrElse(
              fault -> found.put(key, fault),
              () -> {
                if (!file.isPacked()) {
                  LOG.info("{} is loaded, its routes run", file);
                }
              });
    }
    report(found);
    loaded = true;
  }

  /** The files as they lie there now, by key. */
  synchronized Map<String, RouteFile> look() {
    Map<String, RouteFile> files = new TreeMap<>(kamelets.files(applied));
    files.putAll(routes.files(applied));
    return files;
  }

  /** Makes {@code files} what runs, as far as they can. */
  synchronized void apply(Map<String, RouteFile> files) {
    applied = files;
    report(new RouteChange(live, running, files).apply());
  }

  private void report(Map<String, RouteFault> found) {
    found.forEach(
        (key, fault) -> {
          if (!fault.equals(faults.get(key))) {
            LOG.error(
                "{}. {}",
                fault,
                running.loaded().containsKey(key)
                    ? "The former version runs on"
                    : "Nothing of this file runs; the others do");
          }
        });
    faults = new TreeMap<>(found);
  }

  /**
   * Applies changes of the users' files until it is closed. Their folders need not exist yet.
   *
   * @param name name of the role, for the thread
   */
  public AutoCloseable watch(String name) {
    List<Path> folders =
        Stream.of(kamelets, routes).flatMap(folder -> folder.folder().stream()).toList();
    return FileChangeWatcher.start(
        name + "-routes",
        folders,
        WATCHING,
        new WatchedFiles() {
          @Override
          public boolean mayDiffer() {
            return kamelets.mayDiffer() || routes.mayDiffer();
          }

          @Override
          public Object stamp() {
            return List.of(kamelets.stamps(), routes.stamps());
          }

          @Override
          public void read() {
            applyChange();
          }
        });
  }

  private synchronized void applyChange() {
    Map<String, RouteFile> files = look();
    if (!files.equals(applied)) {
      apply(files);
    }
  }
}
