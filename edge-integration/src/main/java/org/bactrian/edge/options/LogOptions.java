package org.bactrian.edge.options;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * Options of the log.
 *
 * @param format form of its lines, empty for that of the process
 * @param file file that it goes to as well, an empty path for none
 * @param notifications whether each value and event that a server reports is logged
 * @param filter regular expression of those that are, empty for all
 * @param messages whether each message is logged as it is sent
 * @param stack whether the OPC UA stack tells what it does
 */
public record LogOptions(
    String format,
    Path file,
    boolean notifications,
    String filter,
    boolean messages,
    boolean stack) {

  static LogOptions of(MergedValues values) {
    return new LogOptions(
        values.read("LogFormat", LogOptions::format, ""),
        values.path("LogFileName", Path.of("")),
        values.bool("DebugLogNotifications"),
        values.read("DebugLogNotificationsFilter", LogOptions::filter, ""),
        values.bool("DebugLogEncodedNotifications"),
        values.bool("EnableOpcUaStackLogging"));
  }

  /** The file that it goes to as well. */
  public Optional<Path> logFile() {
    return file.toString().isEmpty() ? Optional.empty() : Optional.of(file);
  }

  private static String format(OptionValue value) {
    String format = value.text().strip().toLowerCase(Locale.ROOT);
    return switch (format) {
      case "simple", "text" -> "text";
      case "json" -> "json";
      case "syslog", "systemd" -> "systemd";
      default -> throw value.bad("is unknown. Write one of simple, json, systemd, syslog");
    };
  }

  private static String filter(OptionValue value) {
    try {
      return Pattern.compile(value.text()).pattern();
    } catch (PatternSyntaxException e) {
      throw value.bad("is no regular expression: " + e.getDescription());
    }
  }
}
