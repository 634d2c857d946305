package org.bactrian.cloud.events;

import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.camel.CamelContext;
import org.apache.camel.ServiceStatus;
import org.bactrian.model.thread.DaemonThreads;
import org.bactrian.web.stream.StreamHub;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs the route {@code telemetry-live} while somebody subscribes to values: it reads all telemetry
 * of the hub, which this replica does not need otherwise.
 */
final class LiveTelemetry implements AutoCloseable {

  /** Route that ends in {@code direct:telemetry-values}; it does not start by itself. */
  static final String ROUTE = "telemetry-live";

  private static final Logger LOG = LoggerFactory.getLogger(LiveTelemetry.class);

  /** Usual time for which the route runs on without subscribers, of which new ones may come. */
  static final Duration LINGER = Duration.ofSeconds(10);

  /** Time between two looks, which find a route that was replaced or failed. */
  private static final Duration LOOK = Duration.ofSeconds(2);

  private final CamelContext context;
  private final StreamHub hub;
  private final Duration linger;
  private final ScheduledExecutorService timer = DaemonThreads.timer("telemetry-live");
  private long lastNeeded = System.nanoTime();

  /**
   * @param linger time for which the route runs on without subscribers
   */
  LiveTelemetry(CamelContext context, StreamHub hub, Duration linger) {
    this.context = context;
    this.hub = hub;
    this.linger = linger;
  }

  void start() {
    hub.onGroups(() -> timer.execute(this::look));
    timer.scheduleWithFixedDelay(
        this::look, LOOK.toMillis(), LOOK.toMillis(), TimeUnit.MILLISECONDS);
  }

  private void look() {
    try {
      if (hub.hasGroups()) {
        lastNeeded = System.nanoTime();
      }
      if (context.getRoute(ROUTE) == null || !context.isStarted()) {
        return;
      }
      boolean runs = context.getRouteController().getRouteStatus(ROUTE) == ServiceStatus.Started;
      if (hub.hasGroups() && !runs) {
        context.getRouteController().startRoute(ROUTE);
      } else if (runs && System.nanoTime() - lastNeeded >= linger.toNanos()) {
        context.getRouteController().stopRoute(ROUTE);
      }
    } catch (Exception e) {
      LOG.warn("The route {} cannot be started or stopped: {}", ROUTE, e.toString());
    }
  }

  @Override
  public void close() {
    timer.shutdownNow();
  }
}
