package org.bactrian.edge.publisher.group;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.time.Duration;
import org.bactrian.model.setting.SettingRange;
import org.bactrian.model.time.Backoff;

/**
 * Supervision of the nodes of a DataSetWriter.
 *
 * @param retry waits until a path or an object that was not found is looked for again
 * @param rebrowsePeriod time after which paths and objects are browsed again, also where the server
 *     told of no change
 * @param watchdog reaction to nodes that report nothing
 */
@RecordBuilder
public record NodeSupervision(Backoff retry, Duration rebrowsePeriod, NodeWatchdog watchdog)
    implements NodeSupervisionBuilder.With {

  /** Usual times. */
  public static final NodeSupervision DEFAULT =
      new NodeSupervision(Duration.ofSeconds(30), Duration.ofHours(12));

  public NodeSupervision {
    SettingRange.positive("rebrowsePeriod", rebrowsePeriod);
  }

  /** Retries at an interval, without a watchdog. */
  public NodeSupervision(Duration retryDelay, Duration rebrowsePeriod) {
    this(new Backoff(retryDelay, retryDelay), rebrowsePeriod, NodeWatchdog.OFF);
  }
}
