package org.bactrian.edge.publisher.group;

import java.time.Duration;
import org.bactrian.model.setting.SettingRange;

/**
 * Reading of a value at intervals instead of monitoring it.
 *
 * @param interval time between two reads
 * @param maxAge how old a value may be that the server answers with (Part 4, 5.11.2); zero for one
 *     that it gets from its source
 */
public record CyclicRead(Duration interval, Duration maxAge) {

  public CyclicRead {
    SettingRange.positive("interval", interval);
    SettingRange.notNegative("maxAge", maxAge);
  }
}
