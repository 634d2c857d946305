package org.bactrian.edge.outbox;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Folder with a segment log, which tests open again and again and whose files they damage. */
record LogFolder(Path path, long maxBytes, int segmentBytes) {

  static final byte[] NO_HEADER = {};

  /** Returns a folder for a log that is large enough for any test. */
  static LogFolder in(Path parent) {
    return new LogFolder(parent.resolve("outbox"), 1 << 30, 16 << 20);
  }

  LogFolder withMaxBytes(long bytes) {
    return new LogFolder(path, bytes, segmentBytes);
  }

  LogFolder withSegmentBytes(int bytes) {
    return new LogFolder(path, maxBytes, bytes);
  }

  SegmentLog open() throws IOException {
    return open(SegmentFileOpener.ON_DISK, InstantSource.system());
  }

  SegmentLog open(SegmentFileOpener opener) throws IOException {
    return open(opener, InstantSource.system());
  }

  SegmentLog open(SegmentFileOpener opener, InstantSource clock) throws IOException {
    SegmentLogSettings settings =
        new SegmentLogSettings(
            path, maxBytes, segmentBytes, Duration.ofMillis(5), Duration.ofMillis(20));
    return SegmentLog.open(settings, opener, clock);
  }

  /** Returns the segment files, oldest first. */
  List<Path> files() throws IOException {
    return new SegmentFolder(path).files();
  }

  /** Returns the newest segment that holds a record. */
  Path newestWithRecords() throws IOException {
    return files().stream()
        .filter(file -> size(file) > SegmentHeader.SIZE)
        .reduce((first, second) -> second)
        .orElseThrow();
  }

  static long size(Path file) {
    try {
      return Files.size(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static long append(SegmentLog log, String body) {
    return log.append("group", NO_HEADER, body.getBytes(UTF_8));
  }

  static String body(SegmentLog log, long id) throws IOException {
    return new String(log.read(id).body(), UTF_8);
  }

  /** Returns the bodies of what was recovered, in order. */
  static List<String> recoveredBodies(SegmentLog log) {
    return log.recovered().stream().map(record -> recoveredBody(log, record)).toList();
  }

  private static String recoveredBody(SegmentLog log, RecoveredRecord record) {
    try {
      return body(log, record.id());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Waits until what was appended is durable. */
  static void commit(SegmentLog log) throws InterruptedException {
    CountDownLatch committed = new CountDownLatch(1);
    log.afterCommit(committed::countDown);
    if (!committed.await(60, TimeUnit.SECONDS)) {
      throw new AssertionError("Nothing was committed for a minute");
    }
  }
}
