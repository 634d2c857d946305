package org.bactrian.launcher.routes;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Log of files that stay empty. A file that is empty for a moment is being written by an editor and
 * is not logged. Not thread-safe.
 */
final class EmptyFileLog {

  private static final Logger LOG = LoggerFactory.getLogger(EmptyFileLog.class);

  /** Time after which nobody writes any more. */
  private static final long WRITING_NANOS = Duration.ofSeconds(3).toNanos();

  /** Times at which files were first seen empty, in nanoseconds of {@link System#nanoTime}. */
  private final Map<String, Long> since = new HashMap<>();

  private final Set<String> told = new HashSet<>();

  /** Takes note of the files that are empty now. */
  void saw(Collection<RouteFile> empty) {
    Set<String> names = new HashSet<>();
    long now = System.nanoTime();
    for (RouteFile file : empty) {
      String name = file.shownLocation();
      names.add(name);
      long first = since.computeIfAbsent(name, unknown -> now);
      if (now - first > WRITING_NANOS && told.add(name)) {
        LOG.warn("{} is empty: what it held before runs on. Delete the file to stop it.", name);
      }
    }
    since.keySet().retainAll(names);
    told.retainAll(names);
  }
}
