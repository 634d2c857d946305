package org.bactrian.edge.publisher.stream;

import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/**
 * Heartbeats of a DataSetWriter by the time at which they are due, in steps of 10 ms. A value that
 * puts a heartbeat off is only noted at its {@link FieldHeartbeat}, which is moved when its former
 * time has come; so a value costs the same however many fields there are. Not thread-safe.
 */
final class HeartbeatSchedule {

  /** Length of a step, which is the shortest interval too. */
  static final long TICK_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

  private final long originNanos;
  private final NavigableMap<Long, List<FieldHeartbeat>> byTick = new TreeMap<>();

  HeartbeatSchedule(long originNanos) {
    this.originNanos = originNanos;
  }

  void add(FieldHeartbeat heartbeat) {
    byTick.computeIfAbsent(tickOf(heartbeat.dueNanos()), tick -> new ArrayList<>()).add(heartbeat);
  }

  /** Time at which the next one may be due; {@link Long#MAX_VALUE} for never. */
  long nextNanos() {
    return byTick.isEmpty() ? Long.MAX_VALUE : originNanos + byTick.firstKey() * TICK_NANOS;
  }

  /** Takes those that are due, and schedules the next of each. */
  List<FieldHeartbeat> take(long nowNanos) {
    List<FieldHeartbeat> due = new ArrayList<>();
    long now = Math.floorDiv(nowNanos - originNanos, TICK_NANOS);
    while (!byTick.isEmpty() && byTick.firstKey() <= now) {
      for (FieldHeartbeat heartbeat : byTick.pollFirstEntry().getValue()) {
        if (heartbeat.isEnded()) {
          continue;
        }
        if (tickOf(heartbeat.dueNanos()) <= now) {
          due.add(heartbeat);
          heartbeat.again(nowNanos);
        }
        add(heartbeat);
      }
    }
    return due;
  }

  private long tickOf(long nanos) {
    return -Math.floorDiv(originNanos - nanos, TICK_NANOS);
  }
}
