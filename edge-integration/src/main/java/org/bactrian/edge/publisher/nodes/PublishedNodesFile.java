package org.bactrian.edge.publisher.nodes;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.bactrian.edge.publisher.group.WriterGroup;
import org.bactrian.edge.publisher.group.WriterGroupSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Published nodes file that is watched while it is edited. A change counts when the content is
 * another and has settled, however the editor writes it; the file is read only when its size, times
 * or inode have changed, whatever else happens in its folder. While it is gone, empty or not JSON,
 * what it said before holds; to publish nothing, write {@code []}. Faults are logged once for each
 * content. Thread-safe.
 */
public final class PublishedNodesFile implements WriterGroupSource, AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(PublishedNodesFile.class);

  private final Path file;
  private final PublishingDefaults defaults;
  private final FileWatchSettings watching;
  private final FileContentReader reader;
  private final List<Consumer<PublishedNodes>> listeners = new CopyOnWriteArrayList<>();
  private final Thread thread;
  private volatile PublishedNodes current;

  /**
   * Reads the file once. It is watched after {@link #start}.
   *
   * @param file file, which need not exist yet
   * @param defaults what holds where the file says nothing
   * @param watching how it is watched
   */
  public PublishedNodesFile(Path file, PublishingDefaults defaults, FileWatchSettings watching) {
    this(file, defaults, watching, FileContentReader.of(file));
  }

  PublishedNodesFile(
      Path file,
      PublishingDefaults defaults,
      FileWatchSettings watching,
      FileContentReader reader) {
    this.file = file;
    this.defaults = defaults;
    this.watching = watching;
    this.reader = reader;
    this.current = PublishedNodesReader.of(file, reader.read().orElseThrow(), defaults, List.of());
    this.thread = new Thread(this::run, "published-nodes");
    thread.setDaemon(true);
    log(current);
  }

  /** Begins to watch. */
  public PublishedNodesFile start() {
    thread.start();
    return this;
  }

  /** Returns the current result; the groups are those of the last usable content. */
  public PublishedNodes current() {
    return current;
  }

  /**
   * Calls {@code listener} now and after each change, also one that only brings faults, one call at
   * a time and in order.
   *
   * @return what ends the calls
   */
  public synchronized AutoCloseable watch(Consumer<PublishedNodes> listener) {
    listener.accept(current);
    listeners.add(listener);
    return () -> listeners.remove(listener);
  }

  @Override
  public AutoCloseable follow(Consumer<List<WriterGroup>> listener) {
    return watch(nodes -> listener.accept(nodes.groups()));
  }

  @Override
  public List<String> faults() {
    return current.faults().stream()
        .filter(PublishedNodesFault::isError)
        .map(PublishedNodesFault::toString)
        .toList();
  }

  private void run() {
    try (FileChangeWatcher changes = FileChangeWatcher.of(file, watching)) {
      while (!Thread.currentThread().isInterrupted()) {
        look();
        changes.await();
        Thread.sleep(watching.settling().toMillis()); // one look for all events of that time
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      LOG.debug("Watching {} ended with a fault", file, e);
    }
  }

  /** Takes a new content when the file stays the same for a while. */
  private void look() throws InterruptedException {
    while (reader.mayDiffer()) {
      FileStamp before = FileStamp.of(file);
      Thread.sleep(watching.settling().toMillis());
      if (FileStamp.of(file).equals(before)) {
        apply();
        return;
      }
    }
  }

  /** Takes a new content; one that makes the edge fail must not end the watching of the next. */
  private void apply() {
    try {
      reader.read().ifPresent(this::take);
    } catch (RuntimeException e) {
      LOG.error("{} was not taken, what it said before holds: {}", file, e.getMessage(), e);
    }
  }

  private synchronized void take(FileContent content) {
    current = PublishedNodesReader.of(file, content, defaults, current.groups());
    log(current);
    for (Consumer<PublishedNodes> listener : listeners) {
      try {
        listener.accept(current);
      } catch (RuntimeException e) {
        LOG.error("A change of {} was not applied: {}", file, e.getMessage(), e);
      }
    }
  }

  private static void log(PublishedNodes nodes) {
    for (PublishedNodesFault fault : nodes.faults()) {
      if (fault.isError()) {
        LOG.error("{}", fault);
      } else {
        LOG.warn("{}", fault);
      }
    }
    if (nodes.usable()) {
      LOG.info(
          "{}: {} in {} of {}",
          nodes.file(),
          FaultConsequences.count(nodes.nodeCount(), "node"),
          FaultConsequences.count(nodes.writerCount(), "writer"),
          FaultConsequences.count(nodes.groups().size(), "writer group"));
    }
  }

  @Override
  public void close() {
    thread.interrupt();
    listeners.clear();
  }
}
