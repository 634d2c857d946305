package org.bactrian.iothub.rest;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.bactrian.model.fault.FaultKind;
import org.bactrian.model.fault.FutureFailure;
import org.bactrian.model.method.MethodResult;
import org.jspecify.annotations.Nullable;

/**
 * Durations of direct methods that are called, {@code bactrian.iothub.methods}, with the labels
 * {@code method} and {@code outcome}: {@code ok}, {@code refused} by the module, or the kind of
 * fault, such as {@code module_offline}. Safe for use by many threads.
 */
public final class MethodCallMetrics implements MeterBinder {

  /** Name of the bean that producers of the component use. */
  public static final String BEAN = "iothub-method-metrics";

  private static final String NAME = "bactrian.iothub.methods";
  private static final int MOST_METHODS = 200;
  private static final int LEAST_REFUSAL = 300;

  /** Label of methods beyond {@link #MOST_METHODS}. */
  private static final String OTHERS = "others";

  private final List<Meter.MeterProvider<Timer>> timers = new CopyOnWriteArrayList<>();
  private final Set<String> methods = ConcurrentHashMap.newKeySet();

  @Override
  public void bindTo(MeterRegistry registry) {
    timers.add(
        Timer.builder(NAME)
            .description("Direct methods called, until their answers")
            .withRegistry(registry));
  }

  /** Makes a call and records it when it ends. */
  CompletableFuture<MethodResult> record(
      String method, Supplier<CompletableFuture<MethodResult>> call) {
    long begun = System.nanoTime();
    return call.get()
        .whenComplete(
            (result, failure) -> {
              String name = label(method);
              String outcome = outcome(result, failure);
              for (Meter.MeterProvider<Timer> timer : timers) {
                timer
                    .withTags("method", name, "outcome", outcome)
                    .record(System.nanoTime() - begun, TimeUnit.NANOSECONDS);
              }
            });
  }

  private String label(String method) {
    if (methods.contains(method)) {
      return method;
    }
    if (methods.size() >= MOST_METHODS) {
      return OTHERS;
    }
    methods.add(method);
    return method;
  }

  private static String outcome(@Nullable MethodResult result, @Nullable Throwable failure) {
    if (result != null) {
      return result.status() < LEAST_REFUSAL ? "ok" : "refused";
    }
    Throwable cause = failure == null ? null : FutureFailure.of(failure);
    FaultKind kind =
        cause instanceof HubServiceException fault
            ? fault.kind()
            : cause == null ? FaultKind.INTERNAL : FaultKind.of(cause);
    return kind.name().toLowerCase(Locale.ROOT);
  }
}
