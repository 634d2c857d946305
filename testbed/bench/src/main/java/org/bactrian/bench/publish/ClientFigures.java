package org.bactrian.bench.publish;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.Optional;
import org.bactrian.bench.process.MemoryUse;

/**
 * Figures of a client over a time.
 *
 * @param items that it was subscribed to
 * @param seconds length of the time
 * @param window values that arrived in the time
 * @param lost values of that time that did not arrive
 * @param lostBefore values that were left out between the first one of an item and that time
 * @param cpuNanos CPU time of its process, without the compilers of a JVM
 * @param compilingPercent share of the compilers in the CPU time of the process
 * @param memory of its process at the end, empty where the system does not tell
 * @param startSeconds time from the start of the process to a value of each item
 */
@RecordBuilder
record ClientFigures(
    SimulatedItems items,
    double seconds,
    TallyWindow window,
    long lost,
    long lostBefore,
    long cpuNanos,
    double compilingPercent,
    Optional<MemoryUse> memory,
    double startSeconds) {

  /** These figures and those of another process of the same client; the worse where no sum is. */
  ClientFigures and(ClientFigures other) {
    return ClientFiguresBuilder.builder()
        .items(items)
        .seconds(seconds + other.seconds)
        .window(window.and(other.window))
        .lost(lost + other.lost)
        .lostBefore(lostBefore + other.lostBefore)
        .cpuNanos(cpuNanos + other.cpuNanos)
        .compilingPercent(Math.max(compilingPercent, other.compilingPercent))
        .memory(memory.flatMap(one -> other.memory.map(two -> larger(one, two))))
        .startSeconds(Math.max(startSeconds, other.startSeconds))
        .build();
  }

  private static MemoryUse larger(MemoryUse one, MemoryUse two) {
    return new MemoryUse(
        Math.max(one.resident(), two.resident()), Math.max(one.peak(), two.peak()));
  }

  double valuesPerSecond() {
    return window.values() / seconds;
  }

  /** CPU seconds of a million values, which are microseconds of one. */
  double cpuPerMillion() {
    return cpuNanos / 1e3 / Math.max(1, window.values());
  }
}
