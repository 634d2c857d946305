package org.bactrian.edge.publisher.metrics;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;

/**
 * Load of this process, measured against the limits of its container where there are any.
 *
 * @param cpu part of all processors that it uses, 0 to 1
 * @param processors processors that it may use
 * @param usedBytes bytes of memory that the JVM uses
 * @param limitBytes bytes of memory of the machine or the container
 */
public record ProcessLoad(double cpu, int processors, long usedBytes, long limitBytes) {

  /** The load now. */
  public static ProcessLoad now() {
    Runtime runtime = Runtime.getRuntime();
    long used =
        ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed()
            + ManagementFactory.getMemoryMXBean().getNonHeapMemoryUsage().getUsed();
    return ManagementFactory.getOperatingSystemMXBean() instanceof OperatingSystemMXBean system
        ? new ProcessLoad(
            Math.max(0, system.getProcessCpuLoad()),
            system.getAvailableProcessors(),
            used,
            system.getTotalMemorySize())
        : new ProcessLoad(0, runtime.availableProcessors(), used, runtime.maxMemory());
  }

  /** Part of the memory that is used, 0 to 1. */
  double memory() {
    return (double) usedBytes / limitBytes;
  }
}
