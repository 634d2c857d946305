package org.bactrian.simulator.alarm;

/**
 * State of an alarm. Part 9 runs the three in parallel, so they are one value here: an alarm may be
 * over and still want to be acknowledged.
 *
 * @param enabled whether the alarm watches at all
 * @param active whether the value is beyond its limit
 * @param acknowledged whether a user has seen the last time it became active
 */
record AlarmState(boolean enabled, boolean active, boolean acknowledged) {

  /** Enabled, and nothing to see. */
  static final AlarmState QUIET = new AlarmState(true, false, true);

  /** Not watching. */
  static final AlarmState DISABLED = new AlarmState(false, false, true);

  AlarmState activated() {
    return new AlarmState(enabled, true, false);
  }

  AlarmState deactivated() {
    return new AlarmState(enabled, false, acknowledged);
  }

  AlarmState acked() {
    return new AlarmState(enabled, active, true);
  }

  /** Part 9, 5.5.2: interesting to a client that comes later. */
  boolean retain() {
    return enabled && (active || !acknowledged);
  }
}
