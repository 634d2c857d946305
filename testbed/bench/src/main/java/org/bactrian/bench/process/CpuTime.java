package org.bactrian.bench.process;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * CPU time of a process from a moment on, which other processes on the machine change less than
 * they change how long things take. What the compilers of a JVM take is told apart: what is
 * measured would cost nothing of it in a process that has run for long. It can be told on Linux
 * only.
 *
 * @param process the process
 * @param total nanoseconds of the whole process at that moment
 * @param compilers nanoseconds of each thread of the compilers at that moment
 */
public record CpuTime(ProcessHandle process, long total, Map<Path, Long> compilers) {

  private static final OperatingSystemMXBean SELF =
      ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  /** Linux tells of times in hundredths of a second, whatever it counts in. */
  private static final long TICK_NANOS = Duration.ofMillis(10).toNanos();

  /** Fields of a thread's stat file behind its name: time in user mode, time in the kernel. */
  private static final int USER = 11;

  private static final int SYSTEM = 12;

  /** CPU time of this process from now on. */
  public static CpuTime now() {
    return of(ProcessHandle.current());
  }

  /** CPU time of a process from now on. */
  public static CpuTime of(ProcessHandle process) {
    return new CpuTime(process, totalOf(process), compilersOf(process));
  }

  /** Nanoseconds of the thread that asks, since it began. */
  public static long ofThread() {
    return THREADS.getCurrentThreadCpuTime();
  }

  /** Nanoseconds of the process since this moment, without the compilers. */
  public long spent() {
    return totalOf(process) - total - compiling();
  }

  /** Percent of the process's CPU time that the compilers have taken since this moment. */
  public double compilingPercent() {
    return 100.0 * compiling() / Math.max(1, totalOf(process) - total);
  }

  private long compiling() {
    return compilersOf(process).entrySet().stream()
        .mapToLong(thread -> thread.getValue() - compilers.getOrDefault(thread.getKey(), 0L))
        .sum();
  }

  /** Nanoseconds; of another process as exact as the system tells, on Linux 10 ms. */
  private static long totalOf(ProcessHandle process) {
    return process.equals(ProcessHandle.current())
        ? SELF.getProcessCpuTime()
        : process.info().totalCpuDuration().orElse(Duration.ZERO).toNanos();
  }

  private static Map<Path, Long> compilersOf(ProcessHandle process) {
    Path tasks = Path.of("/proc", Long.toString(process.pid()), "task");
    if (!Files.isDirectory(tasks)) {
      return Map.of();
    }
    Map<Path, Long> times = new HashMap<>();
    try (Stream<Path> threads = Files.list(tasks)) {
      for (Path thread : threads.toList()) {
        addCompiler(thread, times);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return times;
  }

  private static void addCompiler(Path thread, Map<Path, Long> times) throws IOException {
    Optional<String> stat = stat(thread);
    int name = stat.map(text -> text.lastIndexOf(')')).orElse(0);
    if (stat.isPresent() && stat.get().substring(0, name).contains("CompilerThre")) {
      List<String> fields = List.of(stat.get().substring(name + 2).split(" "));
      long ticks = Long.parseLong(fields.get(USER)) + Long.parseLong(fields.get(SYSTEM));
      times.put(thread, ticks * TICK_NANOS);
    }
  }

  /**
   * Statistics of a thread, nothing when it has ended. When it ends after its file was opened,
   * Linux answers ESRCH, which Java has no exception of its own for.
   */
  private static Optional<String> stat(Path thread) throws IOException {
    try {
      return Optional.of(Files.readString(thread.resolve("stat")));
    } catch (IOException e) {
      if (Files.exists(thread)) {
        throw e;
      }
      return Optional.empty();
    }
  }
}
