package org.bactrian.edge.publisher.group;

import java.util.Arrays;

/** Behaviors of heartbeats, under the names and with the flags of OPC Publisher. */
public enum HeartbeatBehavior {
  WATCHDOG_LKV("WatchdogLKV", 0),
  WATCHDOG_LKG("WatchdogLKG", 1),
  PERIODIC_LKV("PeriodicLKV", 2),
  PERIODIC_LKG("PeriodicLKG", 3),
  WATCHDOG_LKV_WITH_UPDATED_TIMESTAMPS("WatchdogLKVWithUpdatedTimestamps", 4),
  WATCHDOG_LKV_DIAGNOSTICS_ONLY("WatchdogLKVDiagnosticsOnly", 8),
  PERIODIC_LKV_DROP_VALUE("PeriodicLKVDropValue", 18),
  PERIODIC_LKG_DROP_VALUE("PeriodicLKGDropValue", 19);

  private static final int GOOD = 1;
  private static final int PERIODIC = 2;
  private static final int SHIFT = 4;
  private static final int COUNT = 8;
  private static final int DROP = 16;

  private final String text;
  private final int flags;

  HeartbeatBehavior(String text, int flags) {
    this.text = text;
    this.flags = flags;
  }

  /** Returns the name in files and options. */
  public String text() {
    return text;
  }

  /** Returns whether a heartbeat needs a last value that is good. */
  public boolean needsGoodValue() {
    return (flags & GOOD) != 0;
  }

  /** Returns whether heartbeats come at their interval whatever the server reports. */
  public boolean isPeriodic() {
    return (flags & PERIODIC) != 0;
  }

  /** Returns whether the timestamps of the value move up by the time since its reception. */
  public boolean shiftsTimestamps() {
    return (flags & SHIFT) != 0;
  }

  /** Returns whether heartbeats are counted only, and not sent. */
  public boolean countsOnly() {
    return (flags & COUNT) != 0;
  }

  /** Returns whether the values that the server reports are not sent themselves. */
  public boolean dropsValues() {
    return (flags & DROP) != 0;
  }

  /**
   * Returns the behavior of that name, whatever its case.
   *
   * @throws IllegalArgumentException when there is none
   */
  public static HeartbeatBehavior of(String text) {
    return Arrays.stream(values())
        .filter(behavior -> behavior.text.equalsIgnoreCase(text))
        .findFirst()
        .orElseThrow(
            () -> new IllegalArgumentException("\"" + text + "\" is no heartbeat behavior"));
  }
}
