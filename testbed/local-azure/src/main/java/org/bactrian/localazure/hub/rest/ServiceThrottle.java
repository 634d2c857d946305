package org.bactrian.localazure.hub.rest;

import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.LongSupplier;
import org.bactrian.localazure.hub.fault.HubFault;
import org.bactrian.localazure.hub.fault.HubFaultException;
import org.bactrian.localazure.hub.throttle.TokenBucket;

/**
 * Counts of service requests by kind, and limits that tests set: a token bucket for each kind,
 * whose end IoT Hub answers with 429. Without a limit every request is taken. Safe for use by many
 * threads.
 */
public final class ServiceThrottle implements Handler<RoutingContext> {

  private final LongSupplier nanos;
  private final Map<ServiceRequestKind, Long> taken = new EnumMap<>(ServiceRequestKind.class);
  private final Map<ServiceRequestKind, Long> refused = new EnumMap<>(ServiceRequestKind.class);
  private final Map<ServiceRequestKind, TokenBucket> buckets =
      new EnumMap<>(ServiceRequestKind.class);

  /**
   * @param nanos time that only grows, in nanoseconds
   */
  ServiceThrottle(LongSupplier nanos) {
    this.nanos = nanos;
  }

  /**
   * Limits the requests of a kind from now on.
   *
   * @param perSecond requests a second that are taken for long
   * @param burst requests that are taken at once after a pause, at least 1
   */
  public synchronized void limit(ServiceRequestKind kind, double perSecond, int burst) {
    buckets.put(kind, TokenBucket.full(perSecond, burst, nanos.getAsLong()));
  }

  /** Takes all limits away. */
  public synchronized void unlimit() {
    buckets.clear();
  }

  /** Returns how many requests of a kind were taken since the start. */
  public synchronized long taken(ServiceRequestKind kind) {
    return taken.getOrDefault(kind, 0L);
  }

  /** Returns how many requests of a kind were refused since the start. */
  public synchronized long refused(ServiceRequestKind kind) {
    return refused.getOrDefault(kind, 0L);
  }

  @Override
  public void handle(RoutingContext context) {
    ServiceRequestKind kind = ServiceRequestKind.of(context.request().path());
    if (!take(kind)) {
      throw new HubFaultException(
          HubFault.THROTTLED, "Too many requests of the kind " + kind + " at once");
    }
    context.next();
  }

  private synchronized boolean take(ServiceRequestKind kind) {
    TokenBucket bucket = buckets.get(kind);
    if (bucket != null && !bucket.take(nanos.getAsLong())) {
      refused.merge(kind, 1L, Long::sum);
      return false;
    }
    taken.merge(kind, 1L, Long::sum);
    return true;
  }
}
