package org.bactrian.localazure.hub.telemetry;

/** An observer's place among those who see telemetry; closing gives it up. */
@FunctionalInterface
public interface TelemetryObservation extends AutoCloseable {

  /** Ends the observation; later calls do nothing. */
  @Override
  void close();
}
