package org.bactrian.edge.publisher.nodes;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.bactrian.edge.file.FileChangeWatcher;
import org.bactrian.edge.file.FileChangeWatcher.WatchedFiles;
import org.bactrian.edge.file.FileContent;
import org.bactrian.edge.file.FileContentReader;
import org.bactrian.edge.file.FileWatchSettings;
import org.bactrian.edge.publisher.group.WriterGroup;
import org.bactrian.edge.publisher.group.WriterGroupSource;
import org.bactrian.model.file.FileStamp;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Published nodes file that is watched while it is edited. A change counts when the content is
 * another and has settled, however the editor writes it; the file is read only when its size, times
 * or inode have changed, whatever else happens in its folder. While it is gone, empty or not JSON,
 * what it said before holds; to publish nothing, write {@code []}. Faults are logged once for each
 * content. Thread-safe.
 */
public final class PublishedNodesFile implements WriterGroupSource, WatchedFiles, AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(PublishedNodesFile.class);

  /** Largest file that is read, some 500,000 nodes. */
  static final int MAX_BYTES = 128 << 20;

  private final Path file;
  private final PublishingDefaults defaults;
  private final FileWatchSettings watching;
  private final FileContentReader reader;
  private final List<Consumer<PublishedNodes>> listeners = new CopyOnWriteArrayList<>();
  private Optional<FileChangeWatcher> watcher = Optional.empty();
  private volatile PublishedNodes current;
  private @Nullable Checked checked;

  /**
   * Text that was checked.
   *
   * @param text content that the file may get
   * @param nodes what it says
   */
  private record Checked(String text, PublishedNodes nodes) {}

  /**
   * Reads the file once. It is watched after {@link #start}.
   *
   * @param file file, which need not exist yet
   * @param defaults what holds where the file says nothing
   * @param watching how it is watched
   */
  public PublishedNodesFile(Path file, PublishingDefaults defaults, FileWatchSettings watching) {
    this(file, defaults, watching, FileContentReader.of(file, MAX_BYTES));
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
    log(current);
  }

  /** Begins to watch. */
  public synchronized PublishedNodesFile start() {
    Path folder = file.toAbsolutePath().normalize().getParent();
    watcher =
        Optional.of(FileChangeWatcher.start("published-nodes", List.of(folder), watching, this));
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

  @Override
  public boolean mayDiffer() {
    return reader.mayDiffer();
  }

  @Override
  public Object stamp() {
    return FileStamp.of(file);
  }

  /** Reads what the file says now; what an operation has written counts when this returns. */
  @Override
  public synchronized void read() {
    reader.read().ifPresent(this::take);
  }

  /** Returns the file. */
  public Path file() {
    return file;
  }

  /**
   * Returns the faults that a text would have as the content of the file. Where it becomes the
   * content next, it is not parsed again.
   */
  public synchronized List<PublishedNodesFault> check(String text) {
    PublishedNodes nodes = PublishedNodes.parse(file, text, defaults);
    boolean good = nodes.faults().stream().noneMatch(PublishedNodesFault::isError);
    checked = good ? new Checked(text, nodes) : null;
    return nodes.faults();
  }

  private synchronized void take(FileContent content) {
    Checked known = checked;
    checked = null;
    current =
        known != null && content.equals(new FileContent.Text(known.text()))
            ? known.nodes()
            : PublishedNodesReader.of(file, content, defaults, current.groups());
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
    listeners.clear();
    try {
      if (watcher.isPresent()) {
        watcher.get().close();
      }
    } catch (IOException e) {
      LOG.debug("Watching {} ended with a fault", file, e);
    }
  }
}
