package org.bactrian.localazure.eventhub;

import java.time.Duration;
import org.bactrian.model.setting.SettingRange;

/**
 * Limits of what an event hub keeps; the one that is reached first ends the life of the oldest
 * events.
 *
 * @param age time after which events may be deleted
 * @param partitionBytes size of the events of one partition from which on the oldest are deleted
 * @param segmentBytes size of a file from which on the next event begins a new one; whole files are
 *     deleted
 */
public record EventRetention(Duration age, long partitionBytes, long segmentBytes) {

  /** A day as in a new IoT Hub, and at most 64 MB a partition. */
  public static final EventRetention DEFAULT =
      new EventRetention(Duration.ofDays(1), 64L * 1024 * 1024, 8L * 1024 * 1024);

  /** Checks the limits. */
  public EventRetention {
    SettingRange.positive("age", age);
    SettingRange.atLeastOne("partitionBytes", partitionBytes);
    SettingRange.atLeastOne("segmentBytes", segmentBytes);
  }
}
