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

  public OtlpSettings {
    resource = Map.copyOf(resource);
  }
}
