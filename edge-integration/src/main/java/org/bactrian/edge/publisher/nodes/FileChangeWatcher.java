package org.bactrian.edge.publisher.nodes;

import java.io.IOException;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Waits for changes of a file: for an event in its folder, and at most for an interval, since
 * mounted volumes send no events and folders may come and go.
 */
final class FileChangeWatcher implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(FileChangeWatcher.class);

  private final Path folder;
  private final FileWatchSettings watching;
  private final Optional<WatchService> service;
  private boolean registered;

  private FileChangeWatcher(
      Path folder, FileWatchSettings watching, Optional<WatchService> service) {
    this.folder = folder;
    this.watching = watching;
    this.service = service;
  }

  static FileChangeWatcher of(Path file, FileWatchSettings watching) {
    Path folder = file.toAbsolutePath().normalize().getParent();
    Optional<WatchService> service = Optional.empty();
    if (!watching.pollingOnly()) {
      try {
        service = Optional.of(folder.getFileSystem().newWatchService());
      } catch (IOException | UnsupportedOperationException e) {
        LOG.info("{} is checked every {}, without events: {}", file, watching.interval(), e);
      }
    }
    FileChangeWatcher changes = new FileChangeWatcher(folder, watching, service);
    changes.register();
    return changes;
  }

  /** Returns when it is time to look. */
  void await() throws InterruptedException {
    if (service.isEmpty() || !registered) {
      Thread.sleep(watching.interval().toMillis());
      register();
      return;
    }
    WatchKey key = service.get().poll(watching.interval().toMillis(), TimeUnit.MILLISECONDS);
    if (key != null) {
      key.pollEvents();
      registered = key.reset();
    }
  }

  private void register() {
    if (service.isEmpty() || registered) {
      return;
    }
    try {
      folder.register(
          service.get(),
          StandardWatchEventKinds.ENTRY_CREATE,
          StandardWatchEventKinds.ENTRY_MODIFY,
          StandardWatchEventKinds.ENTRY_DELETE);
      registered = true;
    } catch (IOException e) {
      LOG.debug("{} is not watched now", folder, e);
    }
  }

  @Override
  public void close() throws IOException {
    if (service.isPresent()) {
      service.get().close();
    }
  }
}
