package org.bactrian.microbench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.bactrian.edge.outbox.SegmentLog;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** Messages of 10 KB into the log of the outbox until they are durable, and out of it. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class SegmentLogBenchmark {

  private static final int MESSAGES = 100;
  private static final int BODY_BYTES = 10_000;
  private static final byte[] HEADER = "header".getBytes(StandardCharsets.US_ASCII);

  private final byte[] body = new byte[BODY_BYTES];
  private Path folder;
  private SegmentLog log;

  /** Opens a log in a folder of its own. */
  @Setup
  public void open() throws IOException {
    new Random(1).nextBytes(body);
    folder = Files.createTempDirectory("bactrian-microbench");
    log = SegmentLog.open(folder, 1L << 30);
  }

  /** Closes the log and deletes its folder. */
  @TearDown
  public void close() throws IOException {
    log.close();
    try (var files = Files.walk(folder)) {
      for (Path file : files.sorted((a, b) -> b.compareTo(a)).toList()) {
        Files.delete(file);
      }
    }
  }

  /** Appends {@value #MESSAGES} messages, waits until they are durable, and removes them. */
  @Benchmark
  @OperationsPerInvocation(MESSAGES)
  public void appendCommitAndRemove() throws InterruptedException {
    CountDownLatch durable = new CountDownLatch(1);
    long first = log.append("g1", HEADER, body);
    long last = first;
    for (int i = 1; i < MESSAGES; i++) {
      last = log.append("g1", HEADER, body);
    }
    log.afterCommit(durable::countDown);
    durable.await();
    for (long id = first; id <= last; id++) {
      log.remove(id);
    }
  }
}
