package org.bactrian.bench.outbox;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bactrian.bench.process.ChildProcess;
import org.bactrian.bench.process.JavaCommand;
import org.bactrian.bench.process.ProcessGroup;

/** Comparison of stores for the outbox: what they cost, and what they lose. */
public final class OutboxBenchmark {

  private static final Pattern RESULT = Pattern.compile("result (.*)");
  private static final Pattern COMMITTED = Pattern.compile("committed (\\d+)");
  private static final Duration LONGEST = Duration.ofMinutes(3);

  private static final String LINE = "%-24s %8s %8s %8s %8s %8s %8s %8s %8s %8s %9s %9s %9s %7s%n";

  /** Longest time in milliseconds that a store writes before it is killed. */
  private static final int LONGEST_LIFE = 2_000;

  private static final int COMMITS_BEFORE_KILL = 5;

  /**
   * Settings of a comparison.
   *
   * @param ours store of the edge
   * @param others whether those of others are measured, too
   * @param time time of each measurement with a time
   * @param megabytes what goes through a store, and what waits in it after an outage
   * @param kills how often each is killed
   * @param libraries folder for the jars of others
   */
  public record Settings(
      StoreCandidate ours,
      boolean others,
      Duration time,
      long megabytes,
      int kills,
      Path libraries) {}

  private final Settings settings;
  private final ProcessGroup processes;
  private final JavaCommand java;
  private final PrintWriter out;
  private final Random random = new Random();
  private int folders;

  private OutboxBenchmark(
      Settings settings, ProcessGroup processes, JavaCommand java, PrintWriter out) {
    this.settings = settings;
    this.processes = processes;
    this.java = java;
    this.out = out;
  }

  /**
   * Measures one store after the other, and prints a line for each.
   *
   * @param err takes what keeps a store from being measured
   */
  public static void run(Settings settings, JavaCommand java, PrintWriter out, PrintWriter err)
      throws IOException, InterruptedException {
    StoreLibraries libraries = new StoreLibraries(settings.libraries());
    List<StoreCandidate> candidates = new ArrayList<>(List.of(settings.ours()));
    JavaCommand command = java;
    if (settings.others()) {
      try {
        command = java.before(libraries.download().classPath());
        candidates.addAll(StoreCandidate.OTHERS);
      } catch (IOException e) {
        err.println("Only the store of the edge is measured: " + e.getMessage());
        err.flush();
      }
    }
    try (ProcessGroup processes = ProcessGroup.open()) {
      OutboxBenchmark benchmark = new OutboxBenchmark(settings, processes, command, out);
      out.printf(
          LINE, "store", "CPU %", "commit", "MB/s", "CPU ms", "left MB", "peak MB", "open s",
          "RSS MB", "read", "kill", "torn", "flipped", "jar MB");
      for (StoreCandidate candidate : candidates) {
        String size =
            candidate.libraries().isEmpty()
                ? "0"
                : "%.1f".formatted(libraries.megabytes(candidate));
        benchmark.measure(candidate, size, err);
      }
    }
  }

  private void measure(StoreCandidate candidate, String jar, PrintWriter err)
      throws IOException, InterruptedException {
    try {
      long seconds = settings.time().toSeconds();
      StoreFigures steady = run(candidate, newFolder(), "steady", seconds);
      StoreFigures full = run(candidate, newFolder(), "full", seconds);
      StoreFigures through = run(candidate, newFolder(), "through", settings.megabytes());
      Path backlog = newFolder();
      run(candidate, backlog, "fill", settings.megabytes());
      StoreFigures drain = run(candidate, backlog, "drain", 0);
      Path crashed = newFolder();
      CrashFigures kills = new CrashFigures(0, 0);
      long committed = 0;
      for (int kill = 0; kill < settings.kills(); kill++) {
        crashed = newFolder();
        committed = kill(candidate, crashed);
        kills = kills.plus(verify(candidate, copyOf(crashed), committed));
      }
      Path torn = copyOf(crashed);
      StoreCrashes.tear(torn);
      String afterTear = verifyOrRefusal(candidate, torn, committed);
      Path flipped = copyOf(crashed);
      boolean found = StoreCrashes.flip(flipped, committed - StoreProcess.LIVE / 4);
      String afterFlip = found ? verifyOrRefusal(candidate, flipped, committed) : "not found";
      out.printf(
          LINE,
          candidate.name(),
          steady.text("cpu"),
          steady.text("longest"),
          full.text("rate"),
          full.text("cpu"),
          through.text("size"),
          through.text("peak"),
          drain.text("open"),
          drain.text("resident"),
          drain.text("read"),
          kills,
          afterTear,
          afterFlip,
          jar);
      out.flush();
    } catch (IllegalStateException e) {
      err.println(candidate.name() + " was not measured: " + e.getMessage());
      err.flush();
    }
  }

  private long kill(StoreCandidate candidate, Path folder)
      throws IOException, InterruptedException {
    ChildProcess child = start(candidate, folder, "crash", 0);
    long end = System.nanoTime() + Duration.ofMillis(random.nextInt(LONGEST_LIFE)).toNanos();
    long committed = 0;
    for (int commits = 0; commits < COMMITS_BEFORE_KILL || System.nanoTime() < end; commits++) {
      committed = Long.parseLong(child.await(COMMITTED, LONGEST).group(1));
    }
    child.handle().destroyForcibly();
    processes.end(child);
    return committed;
  }

  private String verifyOrRefusal(StoreCandidate candidate, Path folder, long committed)
      throws IOException, InterruptedException {
    try {
      return verify(candidate, folder, committed).toString();
    } catch (IllegalStateException e) {
      return "refused";
    }
  }

  private CrashFigures verify(StoreCandidate candidate, Path folder, long committed)
      throws IOException, InterruptedException {
    return CrashFigures.of(committed, run(candidate, folder, "verify", 0));
  }

  private StoreFigures run(StoreCandidate candidate, Path folder, String work, long number)
      throws IOException, InterruptedException {
    ChildProcess child = start(candidate, folder, work, number);
    try {
      Matcher result = child.await(RESULT, LONGEST);
      return StoreFigures.parse(result.group(1));
    } finally {
      processes.end(child);
    }
  }

  private ChildProcess start(StoreCandidate candidate, Path folder, String work, long number)
      throws IOException {
    List<String> arguments =
        List.of(candidate.type(), folder.toString(), work, Long.toString(number));
    return processes.start(
        candidate.name() + ", " + work, java.of(StoreProcess.class.getName(), arguments));
  }

  private Path newFolder() {
    return processes.folder().resolve("store-" + ++folders);
  }

  private Path copyOf(Path folder) throws IOException {
    return StoreCrashes.copy(folder, newFolder());
  }
}
