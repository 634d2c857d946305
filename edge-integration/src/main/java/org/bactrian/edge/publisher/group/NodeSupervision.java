package org.bactrian.edge.publisher.group;

import java.time.Duration;
import org.bactrian.model.setting.SettingRange;

/**
 * Supervision of the nodes of a DataSetWriter.
 *
 * @param retryDelay time until a path or an object that was not found is looked for again
 * @param rebrowsePeriod time after which paths and objects are browsed again, also where the server
 *     told of no change
 */
public record NodeSupervision(Duration retryDelay, Duration rebrowsePeriod) {

  /** Usual times. */
  public static final NodeSupervision DEFAULT =
      new NodeSupervision(Duration.ofSeconds(30), Duration.ofHours(12));

  public NodeSupervision {
    SettingRange.positive("retryDelay", retryDelay);
    SettingRange.positive("rebrowsePeriod", rebrowsePeriod);
  }
}
