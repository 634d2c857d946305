package org.bactrian.edge.options;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Levels of the log, under the names of OPC Publisher 2.8 and 2.9 and of Java. */
public enum LogLevel {
  TRACE("Trace", "Verbose"),
  DEBUG("Debug"),
  INFO("Information", "Info"),
  WARN("Warning", "Warn"),
  ERROR("Error"),
  FATAL("Critical", "Fatal");

  private final List<String> names;

  LogLevel(String... names) {
    this.names = List.of(names);
  }

  static LogLevel of(OptionValue value) {
    String lower = value.text().strip().toLowerCase(Locale.ROOT);
    return Arrays.stream(values())
        .filter(
            level ->
                level.names.stream().anyMatch(name -> name.toLowerCase(Locale.ROOT).equals(lower)))
        .findFirst()
        .orElseThrow(
            () ->
                value.bad(
                    "is unknown. Write one of "
                        + String.join(
                            ", ",
                            Arrays.stream(values()).map(level -> level.names.get(0)).toList())));
  }
}
