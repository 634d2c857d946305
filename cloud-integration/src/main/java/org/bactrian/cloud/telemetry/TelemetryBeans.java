package org.bactrian.cloud.telemetry;

import java.time.InstantSource;
import org.apache.camel.CamelConfiguration;
import org.apache.camel.CamelContext;
import org.apache.camel.spi.Registry;
import org.apache.camel.support.LifecycleStrategySupport;
import org.bactrian.cloud.storage.Database;
import org.bactrian.iothub.events.IotHubEventsComponent;
import org.bactrian.web.metrics.MeterRegistries;

/** Configures the component {@code iothub-events} and binds the beans of telemetry processing. */
public final class TelemetryBeans implements CamelConfiguration {

  private final String eventHub;
  private final Database database;
  private final InstantSource clock;

  /**
   * Reaches nothing yet.
   *
   * @param eventHub connection string of IoT Hub's built-in endpoint; empty reads nothing
   */
  public TelemetryBeans(String eventHub, Database database, InstantSource clock) {
    this.eventHub = eventHub;
    this.database = database;
    this.clock = clock;
  }

  @Override
  public void configure(CamelContext context) {
    context
        .getComponent("iothub-events", IotHubEventsComponent.class)
        .getConfiguration()
        .setConnectionString(eventHub);
    TelemetryMetrics metrics = new TelemetryMetrics();
    Registry registry = context.getRegistry();
    registry.bind("telemetryCheckpoints", new SqlCheckpointStore(database, clock));
    registry.bind("telemetryProcessing", new TelemetryProcessing(metrics));
    context.addLifecycleStrategy(
        new LifecycleStrategySupport() {
          @Override
          public void onContextStarted(CamelContext started) {
            MeterRegistries.of(started).forEach(metrics::bindTo);
          }
        });
  }
}
