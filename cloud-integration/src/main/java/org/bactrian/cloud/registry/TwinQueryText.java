package org.bactrian.cloud.registry;

import org.jspecify.annotations.Nullable;

/** A query in IoT Hub's language. Values are quoted here, so that none becomes a part of it. */
final class TwinQueryText {

  private final StringBuilder text;

  private TwinQueryText(String start) {
    this.text = new StringBuilder(start);
  }

  /** Devices that the registry made for something. */
  static TwinQueryText devices(String deviceType) {
    return new TwinQueryText("SELECT * FROM devices WHERE tags.DeviceType = ")
        .append(quoted(deviceType));
  }

  /** Devices or modules under a condition. */
  static TwinQueryText where(String source, String condition) {
    return new TwinQueryText("SELECT * FROM " + source + " WHERE " + condition);
  }

  /** A text in quotes, after "Query language for IoT Hub": a backslash escapes. */
  static String quoted(String value) {
    return "'" + value.replace("\\", "\\\\").replace("'", "\\'") + "'";
  }

  /** A name that may hold other characters than letters, digits and _, such as en-US. */
  static String name(String name) {
    return name.matches("[A-Za-z_][A-Za-z0-9_]*") ? name : "[[" + name.replace("]]", "") + "]]";
  }

  TwinQueryText and(String condition) {
    return append(" AND " + condition);
  }

  /** Adds a condition of equality unless the value is null. */
  TwinQueryText equal(String path, @Nullable String value) {
    return value == null ? this : and(path + " = " + quoted(value));
  }

  /** Adds the condition on a connection unless it does not matter, which null says. */
  TwinQueryText connected(@Nullable Boolean connected) {
    return connected == null
        ? this
        : and("connectionState " + (connected ? "=" : "!=") + " 'Connected'");
  }

  /** Leaves out what is disabled. */
  TwinQueryText seen() {
    return and("NOT IS_DEFINED(tags.NotSeenSince)");
  }

  private TwinQueryText append(String more) {
    text.append(more);
    return this;
  }

  @Override
  public String toString() {
    return text.toString();
  }
}
