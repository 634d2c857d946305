package org.bactrian.web.metrics;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.camel.CamelContext;

/**
 * Durations of requests for operations over HTTP, {@code bactrian.rest.requests}, with the labels
 * {@code operation}, an id of the contract, and {@code status}. Safe for use by many threads.
 */
public final class OperationMetrics {

  private static final String NAME = "bactrian.rest.requests";

  /** Status of a request whose caller left before its answer. */
  private static final String GONE = "gone";

  private static final Duration[] BUCKETS = {
    Duration.ofMillis(5),
    Duration.ofMillis(25),
    Duration.ofMillis(100),
    Duration.ofMillis(500),
    Duration.ofSeconds(2),
    Duration.ofSeconds(10),
    Duration.ofSeconds(60)
  };

  private final List<Meter.MeterProvider<Timer>> timers;

  private OperationMetrics(List<Meter.MeterProvider<Timer>> timers) {
    this.timers = timers;
  }

  /** Returns the metrics of a context, whose registries are there. */
  public static OperationMetrics in(CamelContext context) {
    return new OperationMetrics(
        MeterRegistries.of(context).stream()
            .map(
                registry ->
                    Timer.builder(NAME)
                        .description("Requests for operations until the end of their answers")
                        .serviceLevelObjectives(BUCKETS)
                        .withRegistry(registry))
            .toList());
  }

  /**
   * Records a request that was answered.
   *
   * @param status status of its answer
   */
  public void answered(String operation, int status, long nanos) {
    record(operation, Integer.toString(status), nanos);
  }

  /** Records a request whose caller left before its answer. */
  public void abandoned(String operation, long nanos) {
    record(operation, GONE, nanos);
  }

  private void record(String operation, String status, long nanos) {
    for (Meter.MeterProvider<Timer> timer : timers) {
      timer.withTags("operation", operation, "status", status).record(nanos, TimeUnit.NANOSECONDS);
    }
  }
}
