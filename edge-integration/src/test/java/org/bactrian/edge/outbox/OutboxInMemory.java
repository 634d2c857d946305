package org.bactrian.edge.outbox;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.bactrian.edge.publisher.stream.StreamCounters;
import org.bactrian.model.telemetry.TelemetryHeaders;

/** Outboxes in memory whose messages have 100 bytes, with what they count. */
final class OutboxInMemory {

  static final OutboxLimits LIMITS =
      new OutboxLimits(10, 1 << 20, 4, 100, Duration.ofMillis(5), Duration.ofMillis(20));

  final StreamCounters counters = StreamCounters.total();

  /** How often an outbox said that it has room again. */
  final AtomicInteger roomAgain = new AtomicInteger();

  /** Bytes that an outbox may hold. */
  final AtomicLong memory = new AtomicLong(1 << 20);

  Outbox outbox(OutboxLimits limits) {
    Outbox made =
        new Outbox(
            new OutboxName("group/1", "WriterGroup Plant"),
            new MemoryRecordStore(),
            new OutboxPolicy(limits, memory::get, counters, roomAgain::incrementAndGet),
            DeadLetters.in(Path.of("target", "outbox-test")),
            List.of());
    made.retain();
    return made;
  }

  static void add(Outbox to, long number) {
    to.add(
        List.of(
            new OutboxMessage(
                number, 1, Map.of(TelemetryHeaders.MESSAGE_ID, "id-" + number), new byte[100])),
        Map.of(),
        () -> {});
  }
}
