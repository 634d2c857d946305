package org.bactrian.opcua.session;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import org.bactrian.opcua.subscription.SubscriptionCounts;

/**
 * Metrics of the sessions of a pool, one set of meters a server, labelled with its {@code
 * endpoint}. Meters come with the first session of a server and go with the last. Counters are sums
 * over the sessions that are open, so they start anew with these. Safe for use by several threads.
 */
public final class SessionMetrics implements MeterBinder {

  private static final String PREFIX = "bactrian.opcua.";
  private static final String ENDPOINT = "endpoint";

  private final SessionPool pool;

  /** The registry keeps only a weak reference to the pool; whoever opens sessions keeps it. */
  public SessionMetrics(SessionPool pool) {
    this.pool = pool;
  }

  @Override
  public void bindTo(MeterRegistry registry) {
    Bound bound = new Bound(registry);
    pool.onSessions(bound::update);
    bound.update();
  }

  /** The meters in one registry. */
  private final class Bound {

    private final MeterRegistry registry;
    private final Map<String, List<Meter>> meters = new HashMap<>();

    Bound(MeterRegistry registry) {
      this.registry = registry;
    }

    /** Makes the meters those of the servers that there are sessions with. */
    synchronized void update() {
      Set<String> open =
          pool.statistics().stream()
              .map(session -> session.settings().endpointUrl())
              .collect(Collectors.toSet());
      meters
          .entrySet()
          .removeIf(
              server -> {
                boolean gone = !open.contains(server.getKey());
                if (gone) {
                  server.getValue().forEach(registry::remove);
                }
                return gone;
              });
      open.forEach(endpoint -> meters.computeIfAbsent(endpoint, this::register));
    }

    private List<Meter> register(String endpoint) {
      return List.of(
          gauge(endpoint, "sessions", "Sessions that are wanted", session -> 1),
          gauge(
              endpoint,
              "sessions.connected",
              "Sessions that are active",
              session -> session.state() instanceof SessionState.Connected ? 1 : 0),
          counter(
              endpoint,
              "connects",
              "Times that a session became active",
              SessionStatistics::connects),
          counter(
              endpoint,
              "messages",
              "Notification messages delivered",
              of(SubscriptionCounts::messages)),
          counter(
              endpoint,
              "values",
              "Changes of values and events delivered",
              of(SubscriptionCounts::values)),
          counter(
              endpoint,
              "gaps",
              "Times that values may have been lost",
              of(SubscriptionCounts::gaps)),
          gauge(
              endpoint,
              "items.monitored",
              "Items that the server monitors",
              of(SubscriptionCounts::monitoredItems)),
          gauge(
              endpoint,
              "items.refused",
              "Items that the server should monitor and does not",
              of(SubscriptionCounts::refusedItems)));
    }

    private Meter gauge(
        String endpoint, String name, String help, ToDoubleFunction<SessionStatistics> value) {
      return Gauge.builder(PREFIX + name, pool, sum(endpoint, value))
          .tag(ENDPOINT, endpoint)
          .description(help)
          .register(registry);
    }

    private Meter counter(
        String endpoint, String name, String help, ToDoubleFunction<SessionStatistics> count) {
      return FunctionCounter.builder(PREFIX + name, pool, sum(endpoint, count))
          .tag(ENDPOINT, endpoint)
          .description(help)
          .register(registry);
    }
  }

  private static ToDoubleFunction<SessionStatistics> of(
      ToDoubleFunction<SubscriptionCounts> count) {
    return session -> count.applyAsDouble(session.subscriptions());
  }

  private static ToDoubleFunction<SessionPool> sum(
      String endpoint, ToDoubleFunction<SessionStatistics> value) {
    return sessions ->
        sessions.statistics().stream()
            .filter(session -> session.settings().endpointUrl().equals(endpoint))
            .mapToDouble(value)
            .sum();
  }
}
