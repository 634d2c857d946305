package org.bactrian.cloud.telemetry;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import org.bactrian.cloud.telemetry.decode.DecodedMessage;

/** Counts of telemetry processing, {@code bactrian.telemetry.*}. Thread-safe. */
final class TelemetryMetrics implements MeterBinder {

  private final LongAdder messages = new LongAdder();
  private final LongAdder values = new LongAdder();
  private final LongAdder undecodable = new LongAdder();
  private final LongAdder undeliverable = new LongAdder();
  private volatile double lagSeconds;

  void decoded(List<DecodedMessage> decoded, int valueCount, int failures) {
    messages.add(decoded.size());
    values.add(valueCount);
    undecodable.add(failures);
    if (!decoded.isEmpty()) {
      Instant newest = decoded.get(decoded.size() - 1).source().enqueued();
      lagSeconds = Math.max(0, (System.currentTimeMillis() - newest.toEpochMilli()) / 1_000.0);
    }
  }

  void undeliverable() {
    undeliverable.increment();
  }

  /** Messages that could not be decoded, since the start. */
  long undecodableCount() {
    return undecodable.sum();
  }

  /** Messages that the sink can never take, since the start. */
  long undeliverableCount() {
    return undeliverable.sum();
  }

  @Override
  public void bindTo(MeterRegistry registry) {
    counter(registry, "messages", "Messages from IoT Hub that were decoded", messages);
    counter(registry, "values", "Values in the messages that were decoded", values);
    counter(
        registry,
        "undecodable",
        "Messages that could not be decoded and went to the queue telemetry-failed",
        undecodable);
    counter(
        registry,
        "undeliverable",
        "Messages that the sink can never take and that went to the queue telemetry-failed",
        undeliverable);
    Gauge.builder("bactrian.telemetry.lag", this, metrics -> metrics.lagSeconds)
        .description("Time between the arrival of the last message at IoT Hub and its decoding")
        .baseUnit("seconds")
        .register(registry);
  }

  private static void counter(
      MeterRegistry registry, String name, String description, LongAdder count) {
    FunctionCounter.builder("bactrian.telemetry." + name, count, LongAdder::sum)
        .description(description)
        .register(registry);
  }
}
