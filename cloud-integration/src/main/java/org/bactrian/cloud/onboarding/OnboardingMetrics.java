package org.bactrian.cloud.onboarding;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.LongAdder;
import org.apache.camel.component.azure.servicebus.ServiceBusConstants;

/** Figures of onboarding, {@code bactrian.onboarding.*}. Safe for use by many threads. */
final class OnboardingMetrics implements MeterBinder {

  private final List<Timer> lags = new CopyOnWriteArrayList<>();
  private final LongAdder refused = new LongAdder();

  /**
   * Records that a discovery event is in the registry.
   *
   * @param headers of its message, with the time at which Service Bus got it
   */
  void taken(Map<String, Object> headers, long nowMillis) {
    if (headers.get(ServiceBusConstants.ENQUEUED_TIME) instanceof OffsetDateTime enqueued) {
      Duration lag = Duration.ofMillis(nowMillis - enqueued.toInstant().toEpochMilli());
      lags.forEach(timer -> timer.record(lag.isNegative() ? Duration.ZERO : lag));
    }
  }

  /** Records a message that no retry mends. */
  void refused() {
    refused.increment();
  }

  @Override
  public void bindTo(MeterRegistry registry) {
    lags.add(
        Timer.builder("bactrian.onboarding.lag")
            .description(
                "Time from the arrival of a discovery event in its queue until it is taken; that of"
                    + " the last one of a run until all of the run is in the registry")
            .register(registry));
    FunctionCounter.builder("bactrian.onboarding.refused", refused, LongAdder::sum)
        .description("Messages of discoverers that went to the dead-letter queue")
        .register(registry);
  }
}
