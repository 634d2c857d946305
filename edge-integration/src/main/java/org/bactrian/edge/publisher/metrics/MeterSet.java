package org.bactrian.edge.publisher.metrics;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Meters of things that come and go, such as WriterGroups, in one registry: each thing has its
 * meters while it is there, as long as there are not too many. Thread-safe.
 */
final class MeterSet<K> {

  private static final Logger LOG = LoggerFactory.getLogger(MeterSet.class);

  private final MeterRegistry registry;
  private final String what;
  private final int most;
  private final Function<K, List<Meter>> register;
  private final Map<K, List<Meter>> meters = new HashMap<>();
  private boolean told;

  /**
   * @param what the things in the plural, for the log
   * @param most largest number of things with meters
   * @param register registers the meters of a thing
   */
  MeterSet(MeterRegistry registry, String what, int most, Function<K, List<Meter>> register) {
    this.registry = registry;
    this.what = what;
    this.most = most;
    this.register = register;
  }

  /** Makes the meters those of {@code present}. */
  synchronized void update(Set<K> present) {
    meters
        .entrySet()
        .removeIf(
            one -> {
              boolean gone = !present.contains(one.getKey());
              if (gone) {
                one.getValue().forEach(registry::remove);
              }
              return gone;
            });
    for (K key : present) {
      if (meters.size() < most) {
        meters.computeIfAbsent(key, register);
      } else if (!meters.containsKey(key) && !told) {
        told = true;
        LOG.warn(
            "There are more than {} {}: further ones have no metrics. Raise the limit with --mms.",
            most,
            what);
      }
    }
  }

  synchronized void clear() {
    update(Set.of());
  }
}
