package org.bactrian.cloud.events;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import org.bactrian.web.stream.StreamAdmission;

/** Meters of the streams of this replica: {@code bactrian.events.…}. */
record EventMetrics(StreamAdmission streams) implements MeterBinder {

  @Override
  public void bindTo(MeterRegistry registry) {
    Gauge.builder("bactrian.events.streams", streams, StreamAdmission::connections)
        .description("Streams that are open")
        .register(registry);
    Gauge.builder("bactrian.events.waiting.bytes", streams, StreamAdmission::waitingBytes)
        .description("Bytes of the messages that wait for clients to read")
        .register(registry);
    FunctionCounter.builder("bactrian.events.sent", streams, StreamAdmission::sent)
        .description("Messages that were sent to clients")
        .register(registry);
    FunctionCounter.builder("bactrian.events.dropped", streams, StreamAdmission::dropped)
        .description("Clients that were dropped since they did not read")
        .register(registry);
  }
}
