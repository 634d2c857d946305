package org.bactrian.edge.file;

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
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.bactrian.model.thread.DaemonThreads;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Watcher of files in a thread of its own. It looks at an event in their folders, and after an
 * interval at most, since mounted volumes send no events and folders may come and go.
 */
public final class FileChangeWatcher implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(FileChangeWatcher.class);

  /** Time that a reader has to complete when the watcher is closed. */
  private static final Duration CLOSING = Duration.ofMillis(1500);

  /** Files that are watched; called by one thread. */
  public interface WatchedFiles {

    /** Returns whether the files may differ from what was read last; reads no content. */
    boolean mayDiffer();

    /** Returns evidence of the content; equal as long as no file changes. */
    Object stamp();

    /** Reads what the files say now, after they have stayed the same for the settling time. */
    void read();
  }

  private final WatchedFiles files;
  private final List<Path> folders;
  private final FileWatchSettings settings;
  private final Optional<WatchService> service;
  private final Map<Path, WatchKey> keys = new HashMap<>();
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Thread thread;

  private FileChangeWatcher(
      String name, List<Path> folders, FileWatchSettings settings, WatchedFiles files) {
    this.files = files;
    this.folders = folders.stream().map(folder -> folder.toAbsolutePath().normalize()).toList();
    this.settings = settings;
    this.service = settings.pollingOnly() ? Optional.empty() : service();
    this.thread = DaemonThreads.of(name, this::watch);
  }

  /**
   * Starts to watch.
   *
   * @param name name of the thread
   * @param folders folders of the files, which need not exist yet
   * @param files files to read when they have changed
   */
  public static FileChangeWatcher start(
      String name, List<Path> folders, FileWatchSettings settings, WatchedFiles files) {
    FileChangeWatcher watcher = new FileChangeWatcher(name, folders, settings, files);
    watcher.register();
    watcher.thread.start();
    return watcher;
  }

  private Optional<WatchService> service() {
    try {
      return Optional.of(FileSystems.getDefault().newWatchService());
    } catch (IOException | UnsupportedOperationException e) {
      LOG.info("{} are checked every {}, without events: {}", folders, settings.interval(), e);
      return Optional.empty();
    }
  }

  private void watch() {
    try {
      do {
        register();
        look();
        await();
        // One look for all events of that time.
      } while (!closed.await(settings.settling().toMillis(), TimeUnit.MILLISECONDS));
    } catch (InterruptedException | ClosedWatchServiceException e) {
      LOG.debug("{} ends", thread.getName(), e);
    }
  }

  private void look() throws InterruptedException {
    try {
      if (files.mayDiffer()) {
        Object before;
        Object now = files.stamp();
        do {
          before = now;
          if (closed.await(settings.settling().toMillis(), TimeUnit.MILLISECONDS)) {
            return;
          }
          now = files.stamp();
        } while (!now.equals(before));
        files.read();
      }
    } catch (RuntimeException | LinkageError | StackOverflowError e) {
      // What makes one reading fail must not end the watching of the next.
      LOG.error("A change in {} was not applied, what was before holds", folders, e);
    }
  }

  private void await() throws InterruptedException {
    if (service.isEmpty() || keys.isEmpty()) {
      closed.await(settings.interval().toMillis(), TimeUnit.MILLISECONDS);
      return;
    }
    WatchKey key = service.get().poll(settings.interval().toMillis(), TimeUnit.MILLISECONDS);
    while (key != null) {
      key.pollEvents();
      if (!key.reset()) {
        keys.values().remove(key);
      }
      key = service.get().poll();
    }
  }

  /** A folder may come, or go and come again. */
  private void register() {
    for (Path folder : folders) {
      if (service.isPresent() && !keys.containsKey(folder) && Files.isDirectory(folder)) {
        try {
          keys.put(
              folder,
              folder.register(
                  service.get(),
                  StandardWatchEventKinds.ENTRY_CREATE,
                  StandardWatchEventKinds.ENTRY_MODIFY,
                  StandardWatchEventKinds.ENTRY_DELETE));
        } catch (IOException | ClosedWatchServiceException e) {
          LOG.debug("{} gives no notice of changes, it is looked at instead", folder, e);
        }
      }
    }
  }

  /** Stops watching. A change that is being read has a moment to complete. */
  @Override
  public void close() throws IOException {
    closed.countDown();
    if (service.isPresent()) {
      service.get().close();
    }
    try {
      thread.join(CLOSING.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    thread.interrupt();
  }
}
