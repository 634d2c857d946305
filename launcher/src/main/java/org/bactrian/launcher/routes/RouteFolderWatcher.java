package org.bactrian.launcher.routes;

import java.io.IOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Applies changes of the users' files to {@link LiveRoutes}. The system reports most changes; the
 * folder is also checked now and then, since some file systems report none.
 */
public final class RouteFolderWatcher implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(RouteFolderWatcher.class);

  /** Time between two looks without being told of a change. */
  private static final Duration LOOK_INTERVAL = Duration.ofSeconds(2);

  /** Files that stay the same for this long are written completely. */
  private static final Duration SETTLE_TIME = Duration.ofMillis(100);

  /** Time after which changes are applied although a file still changes. */
  private static final Duration LONGEST_SETTLE_TIME = Duration.ofSeconds(3);

  /** Time that a change in the making has when the role stops. */
  private static final Duration CHANGE_TIME = Duration.ofMillis(1500);

  private final LiveRoutes routes;
  private final List<Path> folders;
  private final WatchService service;
  private final Map<Path, WatchKey> keys = new HashMap<>();
  private final Thread thread;
  private volatile boolean closed;

  private RouteFolderWatcher(LiveRoutes routes, List<Path> folders, String name)
      throws IOException {
    this.routes = routes;
    this.folders = List.copyOf(folders);
    this.service = FileSystems.getDefault().newWatchService();
    this.thread = new Thread(this::watch, name + "-routes");
    this.thread.setDaemon(true);
  }

  /**
   * Watches {@code folders}, which need not exist yet, until it is closed.
   *
   * @param name name of the role, for the thread
   * @throws IOException when the system gives no watch
   */
  public static RouteFolderWatcher start(LiveRoutes routes, List<Path> folders, String name)
      throws IOException {
    RouteFolderWatcher watch = new RouteFolderWatcher(routes, folders, name);
    watch.register();
    watch.thread.start();
    return watch;
  }

  /** Stops watching. A change that is being applied has a moment to complete. */
  @Override
  public void close() throws IOException {
    closed = true;
    // Ends the waiting, and not the stopping of a route, which an interrupt would force.
    service.close();
    try {
      thread.join(CHANGE_TIME.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    thread.interrupt();
  }

  private void watch() {
    while (!closed) {
      try {
        register();
        await(LOOK_INTERVAL);
        applyWhenSettled();
      } catch (InterruptedException | ClosedWatchServiceException e) {
        return;
      } catch (RuntimeException | LinkageError | StackOverflowError e) {
        LOG.error("A change of the routes could not be applied", e);
      }
    }
  }

  private void applyWhenSettled() throws InterruptedException {
    Map<String, RouteFile> seen = routes.look();
    if (routes.isApplied(seen)) {
      return;
    }
    Map<String, RouteFile> before;
    long began = System.nanoTime();
    do {
      before = seen;
      await(SETTLE_TIME);
      seen = routes.look();
    } while (!seen.equals(before) && System.nanoTime() - began < LONGEST_SETTLE_TIME.toNanos());
    if (!routes.isApplied(seen)) {
      routes.apply(seen);
    }
  }

  /** Waits until the system tells of a change, {@code longest} at most. */
  private void await(Duration longest) throws InterruptedException {
    WatchKey key = service.poll(longest.toMillis(), TimeUnit.MILLISECONDS);
    while (key != null) {
      key.pollEvents();
      if (!key.reset()) {
        keys.values().remove(key);
      }
      key = service.poll();
    }
  }

  /** A folder may come, or go and come again, while the role runs. */
  private void register() {
    for (Path folder : folders) {
      if (!keys.containsKey(folder) && Files.isDirectory(folder)) {
        try {
          keys.put(
              folder,
              folder.register(
                  service,
                  StandardWatchEventKinds.ENTRY_CREATE,
                  StandardWatchEventKinds.ENTRY_MODIFY,
                  StandardWatchEventKinds.ENTRY_DELETE));
        } catch (IOException e) {
          LOG.debug("{} gives no notice of changes, it is looked at instead", folder, e);
        }
      }
    }
  }
}
