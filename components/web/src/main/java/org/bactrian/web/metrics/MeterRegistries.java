package org.bactrian.web.metrics;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.camel.CamelContext;

/** Registries of meters of a Camel context. */
public final class MeterRegistries {

  private MeterRegistries() {}

  /** Returns the registries, without those that are part of another one of them. */
  public static Set<MeterRegistry> of(CamelContext context) {
    Set<MeterRegistry> all = context.getRegistry().findByType(MeterRegistry.class);
    return all.stream()
        .filter(
            one ->
                all.stream()
                    .noneMatch(
                        other ->
                            other instanceof CompositeMeterRegistry composite
                                && composite.getRegistries().contains(one)))
        .collect(Collectors.toSet());
  }
}
