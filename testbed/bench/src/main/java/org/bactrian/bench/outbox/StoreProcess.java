package org.bactrian.bench.outbox;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.bactrian.bench.process.CpuTime;
import org.bactrian.bench.process.MemoryUse;

/**
 * Process that does one kind of work with one store and prints its figures on one line. What takes
 * a time is done for that time before it is measured, too.
 */
public final class StoreProcess {

  /** Time between two commits. */
  private static final Duration COMMIT_INTERVAL = Duration.ofMillis(100);

  /** Messages that are durable and wait for the acknowledgement of the transport. */
  static final int LIVE = 200;

  /** Messages that may wait for a commit, so that a slow disk does not fill the memory. */
  private static final int UNCOMMITTED = 6_000;

  private static final double MEGABYTE = 1e6;

  private final MeasuredStore store;
  private final Deque<Long> live = new ArrayDeque<>();
  private final AtomicLong appended = new AtomicLong();
  private final AtomicLong committed = new AtomicLong();
  private long removed;

  private StoreProcess(MeasuredStore store) {
    this.store = store;
  }

  /**
   * Runs one kind of work.
   *
   * @param arguments class of the store, folder, kind, number
   */
  public static void main(String[] arguments) throws Exception {
    Thread.setDefaultUncaughtExceptionHandler(
        (thread, e) -> {
          e.printStackTrace();
          Runtime.getRuntime().halt(1);
        });
    Path folder = Path.of(arguments[1]);
    long number = Long.parseLong(arguments[3]);
    long began = System.nanoTime();
    MeasuredStore store =
        Class.forName(arguments[0])
            .asSubclass(MeasuredStore.class)
            .getConstructor(Path.class)
            .newInstance(folder);
    double openSeconds = (System.nanoTime() - began) / 1e9;
    StoreProcess process = new StoreProcess(store);
    String figures =
        switch (arguments[2]) {
          case "steady" -> process.steady(Duration.ofSeconds(number));
          case "full" -> process.full(Duration.ofSeconds(number));
          case "through" -> process.through(number, folder);
          case "fill" -> process.fill(number);
          case "drain" -> process.drain(openSeconds);
          case "verify" -> process.verify();
          case "crash" -> process.appendUntilKilled();
          default -> throw new IllegalArgumentException("There is no work " + arguments[2]);
        };
    System.out.println("result " + figures);
    System.exit(0);
  }

  /** Appends 1,000 messages a second, and tells the share of a core that this takes. */
  private String steady(Duration time) throws Exception {
    Committer committer = new Committer();
    pace(time);
    CpuTime cpu = CpuTime.now();
    long began = System.nanoTime();
    pace(time);
    double percent = 100.0 * cpu.spent() / (System.nanoTime() - began);
    return "cpu=%.1f longest=%d".formatted(percent, committer.longestMillis());
  }

  private void pace(Duration time) throws Exception {
    long began = System.nanoTime();
    long messages = time.toSeconds() * 1_000;
    for (long i = 0; i < messages; i += 10) {
      for (int k = 0; k < 10; k++) {
        appendAndRemove();
      }
      LockSupport.parkNanos(began + (i + 10) * 1_000_000 - System.nanoTime());
    }
  }

  /** Appends as fast as it can. */
  private String full(Duration time) throws Exception {
    Committer committer = new Committer();
    appendFor(time);
    long before = committed.get();
    long began = System.nanoTime();
    CpuTime cpu = CpuTime.now();
    appendFor(time);
    double seconds = (System.nanoTime() - began) / 1e9;
    double megabytes = (committed.get() - before) * NumberedBody.SIZE / MEGABYTE;
    return "rate=%.0f cpu=%.1f longest=%d"
        .formatted(megabytes / seconds, cpu.spent() / 1e6 / megabytes, committer.longestMillis());
  }

  private void appendFor(Duration time) throws Exception {
    long end = System.nanoTime() + time.toNanos();
    while (System.nanoTime() < end) {
      appendAndRemove();
    }
  }

  /** Lets a number of megabytes through, and tells what the folder takes then. */
  private String through(long megabytes, Path folder) throws Exception {
    long peak = 0;
    Committer committer = new Committer();
    for (long i = 0; i < megabytes * MEGABYTE / NumberedBody.SIZE; i++) {
      appendAndRemove();
      if (i % 1_000 == 0) {
        peak = Math.max(peak, bytesIn(folder));
      }
    }
    committer.end();
    peak = Math.max(peak, bytesIn(folder));
    store.close();
    return "size=%.1f peak=%.1f".formatted(bytesIn(folder) / MEGABYTE, peak / MEGABYTE);
  }

  private static long bytesIn(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(Files::isRegularFile).mapToLong(StoreProcess::size).sum();
    }
  }

  private static long size(Path file) {
    try {
      return Files.exists(file) ? Files.size(file) : 0;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Appends a number of megabytes, which stay. */
  private String fill(long megabytes) throws Exception {
    Committer committer = new Committer();
    for (long i = 0; i < megabytes * MEGABYTE / NumberedBody.SIZE; i++) {
      append();
    }
    committer.end();
    store.close();
    return "appended=" + appended.get();
  }

  /** Reads all that is there in its order, as after an outage. */
  private String drain(double openSeconds) throws IOException {
    System.gc();
    long resident = MemoryUse.of(ProcessHandle.current()).map(MemoryUse::resident).orElse(0L);
    long began = System.nanoTime();
    long bytes = 0;
    for (long id : store.recovered()) {
      bytes += store.read(id).length;
    }
    double seconds = (System.nanoTime() - began) / 1e9;
    return "open=%.2f resident=%.0f read=%s"
        .formatted(
            openSeconds,
            resident / MEGABYTE,
            store.isReadFromDisk() ? Math.round(bytes / MEGABYTE / seconds) : "-");
  }

  /** Appends and removes until it is killed, and says what is durable. */
  private String appendUntilKilled() throws Exception {
    Committer committer = new Committer();
    while (committer.isRunning()) {
      appendAndRemove();
      if (appended.get() % 20 == 0) {
        LockSupport.parkNanos(1_000_000);
      }
    }
    return "";
  }

  /** Tells the range of the numbers that are there, how many of it are missing or wrong. */
  private String verify() throws IOException {
    long lowest = Long.MAX_VALUE;
    long highest = 0;
    long intact = 0;
    long refused = 0;
    long wrong = 0;
    for (long id : store.recovered()) {
      try {
        byte[] body = store.read(id);
        if (NumberedBody.isIntact(body)) {
          lowest = Math.min(lowest, NumberedBody.number(body));
          highest = Math.max(highest, NumberedBody.number(body));
          intact++;
        } else {
          wrong++;
        }
      } catch (IOException e) {
        refused++;
      }
    }
    return String.format(
        Locale.ROOT,
        "lowest=%d highest=%d intact=%d refused=%d wrong=%d",
        lowest,
        highest,
        intact,
        refused,
        wrong);
  }

  private void appendAndRemove() throws Exception {
    append();
    while (removed < committed.get() - LIVE) {
      store.remove(live.removeFirst());
      removed++;
    }
  }

  private void append() throws IOException {
    while (appended.get() - committed.get() > UNCOMMITTED) {
      LockSupport.parkNanos(200_000);
    }
    live.addLast(store.append(NumberedBody.of(appended.get() + 1)));
    appended.incrementAndGet();
  }

  /** Thread that commits at an interval, as the outbox does. */
  private final class Committer {

    private final CountDownLatch closing = new CountDownLatch(1);
    private final AtomicLong longest = new AtomicLong();
    private final Thread thread = new Thread(this::run, "commit");

    Committer() {
      thread.start();
    }

    boolean isRunning() {
      return thread.isAlive();
    }

    long longestMillis() {
      return TimeUnit.NANOSECONDS.toMillis(longest.get());
    }

    private void run() {
      try {
        long due = System.nanoTime();
        boolean last = false;
        while (!last) {
          due = Math.max(due + COMMIT_INTERVAL.toNanos(), System.nanoTime());
          last = closing.await(due - System.nanoTime(), TimeUnit.NANOSECONDS);
          commit();
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }

    private void commit() throws IOException, InterruptedException {
      long began = System.nanoTime();
      long number = appended.get();
      store.commit();
      committed.set(number);
      longest.accumulateAndGet(System.nanoTime() - began, Math::max);
      System.out.println("committed " + number);
    }

    /** Commits what is left. */
    void end() throws InterruptedException {
      closing.countDown();
      thread.join();
    }
  }
}
