package org.bactrian.bench;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;

/**
 * CPU time, which other processes on the machine change less than they change how long things take.
 */
final class Cpu {

  private static final OperatingSystemMXBean PROCESS =
      ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  private Cpu() {}

  /** Nanoseconds of the whole process, in steps of about ten milliseconds. */
  static long ofProcess() {
    return PROCESS.getProcessCpuTime();
  }

  /** Nanoseconds of the thread that asks. */
  static long ofThread() {
    return THREADS.getCurrentThreadCpuTime();
  }

  /** What the compilers of the JVM take from now on. */
  static Share compilers() {
    return new Share(compiling(), ofProcess());
  }

  /** Nanoseconds, a bit more than less: what a compiler waits for a processor counts, too. */
  private static long compiling() {
    return ManagementFactory.getCompilationMXBean().getTotalCompilationTime() * 1_000_000;
  }

  /**
   * The compilers' share of the CPU time since a moment.
   *
   * @param compiling nanoseconds of the compilers at that moment
   * @param process nanoseconds of the process at that moment
   */
  record Share(long compiling, long process) {
    double percent() {
      return 100.0 * (Cpu.compiling() - compiling) / Math.max(1, ofProcess() - process);
    }
  }
}
