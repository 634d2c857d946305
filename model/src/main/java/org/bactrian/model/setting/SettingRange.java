package org.bactrian.model.setting;

import java.time.Duration;

/** Ranges of settings; each check throws an {@link IllegalArgumentException} that names both. */
public final class SettingRange {

  private SettingRange() {}

  /** Refuses a number below 1. */
  public static void atLeastOne(String name, long value) {
    require(value >= 1, name, "be at least 1", value);
  }

  /** Refuses a number below 0. */
  public static void notNegative(String name, long value) {
    require(value >= 0, name, "not be negative", value);
  }

  /** Refuses a duration below zero. */
  public static void notNegative(String name, Duration value) {
    require(!value.isNegative(), name, "not be negative", value);
  }

  /** Refuses a duration that is zero or below. */
  public static void positive(String name, Duration value) {
    require(!value.isNegative() && !value.isZero(), name, "be positive", value);
  }

  private static void require(boolean holds, String name, String rule, Object value) {
    if (!holds) {
      throw new IllegalArgumentException(name + " must " + rule + ", was " + value);
    }
  }
}
