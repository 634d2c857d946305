package org.bactrian.launcher.routes;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import org.apache.camel.CamelContext;

/**
 * Routes and kamelets of a running role. When files change, the new versions are checked first,
 * only what changed is replaced, and a former version stays where the new one cannot run.
 *
 * <p>Faults may be read from any thread; changes are applied by one at a time.
 */
public final class LiveRoutes {

  private final RouteFolder kamelets;
  private final RouteFolder routes;
  private final RouteValidation validation;
  private final RouteReplacement replacement;
  private final Map<String, RouteFileState> states = new ConcurrentSkipListMap<>();
  private final PackedRoutesStart packedStart;
  private Map<String, RouteFile> applied = Map.of();
  private volatile boolean loaded;

  /** Routes of {@code routes} made of {@code kamelets}, to run in {@code live}. */
  public LiveRoutes(CamelContext live, RouteFolder kamelets, RouteFolder routes) {
    this.kamelets = kamelets;
    this.routes = routes;
    this.validation = new RouteValidation(live);
    this.replacement = new RouteReplacement(live);
    this.packedStart = new PackedRoutesStart(validation, replacement);
  }

  /** The files as they lie there now, by key. */
  synchronized Map<String, RouteFile> look() {
    Map<String, RouteFile> files = new TreeMap<>(kamelets.files(applied));
    files.putAll(routes.files(applied));
    return files;
  }

  /** Returns whether {@code files} is what was applied last. */
  synchronized boolean isApplied(Map<String, RouteFile> files) {
    return files.equals(applied);
  }

  /** Returns whether the first look at the files is over. */
  public boolean isLoaded() {
    return loaded;
  }

  /** Returns the faults that keep files from running, in the order of their names. */
  public List<RouteFault> faults() {
    return states.values().stream().map(RouteFileState::problem).flatMap(Optional::stream).toList();
  }

  /** Runs what lies there now. */
  public void load() {
    begin(look());
    loaded = true;
  }

  private synchronized void begin(Map<String, RouteFile> files) {
    if (packedStart.run(files.values())) {
      applied = files;
    } else {
      apply(files);
    }
  }

  /** Makes {@code files} what runs, as far as they can. */
  synchronized void apply(Map<String, RouteFile> files) {
    applied = files;
    states.putAll(packedStart.examined());
    new RouteChange(states, files, validation, replacement).apply();
  }
}
