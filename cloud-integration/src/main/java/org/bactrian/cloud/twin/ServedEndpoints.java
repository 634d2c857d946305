package org.bactrian.cloud.twin;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
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

  /** Lookups by the first callers, on whose results the others wait. */
  private final Cache<String, FutureTask<ServedEndpoint>> looks;

  /**
   * @param registry finds an endpoint; an {@link OperationException} when it is not there or may
   *     not be used
   * @param executor looks at endpoints, so that nobody waits beyond a limit
   * @param moment how long an endpoint is remembered; zero for not at all
   */
  ServedEndpoints(Function<String, ServedEndpoint> registry, Executor executor, Duration moment) {
    this.registry = registry;
    this.executor = executor;
    this.looks = Caffeine.newBuilder().maximumSize(LIMIT).expireAfterWrite(moment).build();
  }

  /**
   * Returns an endpoint.
   *
   * @param limit when to give up
   * @throws OperationException when it is not there, may not be used, or cannot be looked at
   */
  ServedEndpoint get(String id, RequestDeadline limit) {
    FutureTask<ServedEndpoint> look = looks.get(id, this::look);
    try {
      return limit.await(look, "endpoint " + id);
    } catch (RuntimeException e) {
      looks.asMap().remove(id, look);
      throw e;
    }
  }

  private FutureTask<ServedEndpoint> look(String id) {
    FutureTask<ServedEndpoint> look = new FutureTask<>(() -> registry.apply(id));
    executor.execute(look);
    return look;
  }

  /** Another module of the site serves an endpoint, for the moment. */
  void servedBy(ServedEndpoint endpoint, ModuleId module) {
    FutureTask<ServedEndpoint> known = new FutureTask<>(() -> endpoint.servedBy(module));
    known.run();
    looks.asMap().replace(endpoint.id(), known);
  }

  /** Looks again at what has changed. */
  void changed(RegistryEvent event) {
    if (event.source() == RegistryEventSource.Endpoint) {
      looks.invalidate(event.id());
    }
  }
}
