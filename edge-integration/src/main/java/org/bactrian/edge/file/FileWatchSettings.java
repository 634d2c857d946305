package org.bactrian.edge.file;

import java.time.Duration;
import org.bactrian.model.setting.SettingRange;

/**
 * Settings of the watch on a file.
 *
 * @param pollingOnly whether the file system is not asked for events, as on volumes that send none
 * @param interval longest time until a change is seen without events, more than zero
 * @param settling how long a changed content must stay the same before it counts
 */
public record FileWatchSettings(boolean pollingOnly, Duration interval, Duration settling) {

  /** By events, and every five seconds for what sends none. */
  public static final FileWatchSettings DEFAULT =
      new FileWatchSettings(false, Duration.ofSeconds(5), Duration.ofMillis(200));

  public FileWatchSettings {
    if (interval.isNegative() || interval.isZero()) {
      throw new IllegalArgumentException("interval must be more than zero, was " + interval);
    }
    SettingRange.notNegative("settling", settling);
  }
}
