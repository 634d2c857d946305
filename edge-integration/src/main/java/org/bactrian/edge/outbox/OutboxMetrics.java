package org.bactrian.edge.outbox;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.function.ToDoubleFunction;

/** Metrics of the store of an outbox on disk. */
public final class OutboxMetrics implements MeterBinder {

  private static final String PREFIX = "bactrian.outbox.";

  private final SegmentLog log;

  OutboxMetrics(SegmentLog log) {
    this.log = log;
  }

  @Override
  public void bindTo(MeterRegistry registry) {
    gauge(registry, "disk.bytes", "Bytes of all files", SegmentLogFigures::bytesOnDisk);
    gauge(registry, "stored.messages", "Messages that wait", SegmentLogFigures::liveRecords);
    gauge(registry, "stored.bytes", "Bytes of the messages on disk", SegmentLogFigures::liveBytes);
    gauge(
        registry,
        "failing",
        "1 while the disk cannot be written, else 0",
        figures -> figures.failing() ? 1 : 0);
    counter(registry, "commits", "Groups that were made durable", SegmentLogFigures::commits);
    counter(
        registry,
        "damaged.bytes",
        "Bytes that were skipped because their checksum was wrong",
        SegmentLogFigures::damagedBytes);
  }

  private void gauge(
      MeterRegistry registry, String name, String help, ToDoubleFunction<SegmentLogFigures> value) {
    Gauge.builder(PREFIX + name, log, store -> value.applyAsDouble(store.figures()))
        .description(help)
        .register(registry);
  }

  private void counter(
      MeterRegistry registry, String name, String help, ToDoubleFunction<SegmentLogFigures> value) {
    FunctionCounter.builder(PREFIX + name, log, store -> value.applyAsDouble(store.figures()))
        .description(help)
        .register(registry);
  }
}
