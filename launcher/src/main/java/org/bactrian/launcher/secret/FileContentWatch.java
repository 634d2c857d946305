package org.bactrian.launcher.secret;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.bactrian.model.thread.DaemonThreads;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Watch over the content of files. It reads them every few seconds, since what Kubernetes mounts is
 * replaced by links to other folders, of which not every file system tells. A file that cannot be
 * read, or is empty, is one that is being written and has not changed yet. Pipes and devices are
 * not read, since that could wait without end and would take what others are to read.
 */
public final class FileContentWatch implements AutoCloseable {

  /** Time between two readings. */
  public static final Duration PERIOD = Duration.ofSeconds(5);

  private static final Logger LOG = LoggerFactory.getLogger(FileContentWatch.class);
  private static final int MAX_BYTES = 1024 * 1024;

  private final List<Path> files;
  private final Map<Path, String> digests = new HashMap<>();
  private final ScheduledExecutorService timer = DaemonThreads.timer("file-watch");

  private FileContentWatch(Collection<Path> files) {
    this.files = List.copyOf(files);
    changed();
  }

  /** A watch for changes from now on, which are told once it has begun. */
  public static FileContentWatch of(Collection<Path> files) {
    return new FileContentWatch(files);
  }

  /**
   * Begins to tell of changes.
   *
   * @param period time between two readings
   * @param listener gets the files whose content is another than before
   */
  public void begin(Duration period, Consumer<Set<Path>> listener) {
    timer.scheduleWithFixedDelay(
        () -> {
          try {
            Set<Path> changed = changed();
            if (!changed.isEmpty()) {
              listener.accept(changed);
            }
          } catch (RuntimeException e) {
            LOG.warn("A change of {} had no effect: {}", files, e.getMessage(), e);
          }
        },
        period.toMillis(),
        period.toMillis(),
        TimeUnit.MILLISECONDS);
  }

  private Set<Path> changed() {
    Set<Path> changed = new LinkedHashSet<>();
    for (Path file : files) {
      digest(file)
          .ifPresent(
              digest -> {
                String before = digests.put(file, digest);
                if (before != null && !before.equals(digest)) {
                  changed.add(file);
                }
              });
    }
    return changed;
  }

  private static Optional<String> digest(Path file) {
    if (!Files.isRegularFile(file)) {
      return Optional.empty();
    }
    try (InputStream in = Files.newInputStream(file)) {
      byte[] content = in.readNBytes(MAX_BYTES);
      return content.length == 0
          ? Optional.empty()
          : Optional.of(
              HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content)));
    } catch (IOException e) {
      return Optional.empty();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  @Override
  public void close() {
    timer.shutdownNow();
  }
}
