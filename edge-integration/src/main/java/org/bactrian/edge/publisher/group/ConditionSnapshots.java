package org.bactrian.edge.publisher.group;

import java.time.Duration;
import org.bactrian.model.setting.SettingRange;

/**
 * Intervals at which the active conditions of a notifier are sent in place of its events.
 *
 * @param updateInterval shortest time between two snapshots when conditions have changed
 * @param snapshotInterval time between two snapshots when they have not; zero for no snapshots
 */
public record ConditionSnapshots(Duration updateInterval, Duration snapshotInterval) {

  /** No snapshots: events are sent as they come. */
  public static final ConditionSnapshots NONE =
      new ConditionSnapshots(Duration.ZERO, Duration.ZERO);

  public ConditionSnapshots {
    SettingRange.notNegative("updateInterval", updateInterval);
    SettingRange.notNegative("snapshotInterval", snapshotInterval);
  }

  /** Returns whether snapshots are sent. */
  public boolean areSent() {
    return !snapshotInterval.isZero();
  }
}
