package org.bactrian.edge.publisher.group;

import java.time.Duration;
import org.bactrian.model.setting.SettingRange;

/**
 * Messages that repeat the last value of a field.
 *
 * @param interval time between two of them, or from a value to the first; zero for none
 * @param behavior when they come and what they hold
 */
public record Heartbeat(Duration interval, HeartbeatBehavior behavior) {

  /** No heartbeats. */
  public static final Heartbeat NONE = new Heartbeat(Duration.ZERO, HeartbeatBehavior.WATCHDOG_LKV);

  public Heartbeat {
    SettingRange.notNegative("interval", interval);
  }

  /** Returns whether there are any. */
  public boolean isWanted() {
    return !interval.isZero();
  }

  /** Returns whether values are sent as heartbeats only. */
  public boolean replacesValues() {
    return isWanted() && behavior.dropsValues();
  }
}
