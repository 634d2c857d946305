package org.bactrian.opcua.service;

import java.time.Duration;
import org.bactrian.model.setting.SettingRange;
import org.eclipse.milo.opcua.stack.core.types.enumerated.TimestampsToReturn;

/**
 * Options of reading attributes (Part 4, 5.11.2).
 *
 * @param maxAge how old a value may be, zero for one that is read now
 * @param timestamps which times come with values
 */
public record ReadOptions(Duration maxAge, TimestampsToReturn timestamps) {

  /** Read now, with both times. */
  public static final ReadOptions DEFAULT = new ReadOptions(Duration.ZERO, TimestampsToReturn.Both);

  public ReadOptions {
    SettingRange.notNegative("maxAge", maxAge);
  }
}
