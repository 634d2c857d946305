package org.bactrian.cloud.twin;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.FutureTask;
import java.util.function.Function;
import org.bactrian.cloud.registry.contract.RegistryEvent;
import org.bactrian.cloud.registry.contract.RegistryEventSource;
import org.bactrian.model.fault.OperationException;
import org.bactrian.model.registry.ModuleId;
import org.bactrian.web.operation.RequestDeadline;

/**
 * Endpoints that are in use, remembered for a moment, so that a call costs no look at a twin. What
 * this replica changes is known at once; what another changes, a moment later. An endpoint that may
 * not be used is not remembered. Safe for use by many threads.
 */
final class ServedEndpoints {

  private static final int LIMIT = 10_000;

  private final Function<String, ServedEndpoint> registry;
  private final Executor executor;
  private final long momentNanos;
  private final Map<String, Entry> entries = new ConcurrentHashMap<>();

  /** Lookup by the first caller, on whose result the others wait. */
  private record Entry(FutureTask<ServedEndpoint> look, long since) {}

  /**
   * @param registry finds an endpoint; an {@link OperationException} when it is not there or may
   *     not be used
   * @param executor looks at endpoints, so that nobody waits beyond a limit
   * @param moment how long an endpoint is remembered; zero for not at all
   */
  ServedEndpoints(Function<String, ServedEndpoint> registry, Executor executor, Duration moment) {
    this.registry = registry;
    this.executor = executor;
    this.momentNanos = moment.toNanos();
  }

  /**
   * Returns an endpoint.
   *
   * @param limit when to give up
   * @throws OperationException when it is not there, may not be used, or cannot be looked at
   */
  ServedEndpoint get(String id, RequestDeadline limit) {
    Entry entry = entries.compute(id, (key, known) -> fresh(known) ? known : look(id));
    try {
      return limit.await(entry.look(), "endpoint " + id);
    } catch (RuntimeException e) {
      entries.remove(id, entry);
      throw e;
    }
  }

  private boolean fresh(Entry entry) {
    return entry != null && System.nanoTime() - entry.since() < momentNanos;
  }

  private Entry look(String id) {
    if (entries.size() >= LIMIT) {
      entries.values().removeIf(entry -> !fresh(entry));
    }
    FutureTask<ServedEndpoint> look = new FutureTask<>(() -> registry.apply(id));
    executor.execute(look);
    return new Entry(look, System.nanoTime());
  }

  /** Another module of the site serves an endpoint, for the moment. */
  void servedBy(ServedEndpoint endpoint, ModuleId module) {
    FutureTask<ServedEndpoint> known = new FutureTask<>(() -> endpoint.servedBy(module));
    known.run();
    entries.computeIfPresent(endpoint.id(), (id, entry) -> new Entry(known, entry.since()));
  }

  /** Looks again at what has changed. */
  void changed(RegistryEvent event) {
    if (event.source() == RegistryEventSource.Endpoint) {
      entries.remove(event.id());
    }
  }
}
