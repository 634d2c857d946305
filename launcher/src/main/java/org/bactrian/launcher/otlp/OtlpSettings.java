package org.bactrian.launcher.otlp;

import io.opentelemetry.sdk.trace.samplers.Sampler;
import java.time.Duration;
import java.util.Map;

/**
 * Settings of the export by OTLP.
 *
 * @param collector collector that takes it
 * @param interval time between two exports of metrics
 * @param traces whether traces are exported besides metrics
 * @param sampler choice of the traces that are exported
 * @param resource attributes of the process, such as {@code service.name}
 */
public record OtlpSettings(
    CollectorAddress collector,
    Duration interval,
    boolean traces,
    Sampler sampler,
    Map<String, String> resource) {

  /** Shortest interval in milliseconds. */
  public static final int LEAST_INTERVAL = 100;

  /** Longest interval in milliseconds, a day. */
  public static final int LONGEST_INTERVAL = 86_400_000;

  /** Interval of OPC Publisher in milliseconds. */
  public static final int DEFAULT_INTERVAL = 15_000;

  public OtlpSettings {
    resource = Map.copyOf(resource);
  }
}
