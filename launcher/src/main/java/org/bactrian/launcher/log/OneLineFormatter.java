package org.bactrian.launcher.log;

import ch.qos.logback.classic.pattern.ThrowableProxyConverter;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Formats log events as one line: an exception by its message, and a failed step by Camel's
 * sentence without the table below it. Stack traces and tables are written when {@link
 * LogVerbosity} is full.
 *
 * <p>A message may repeat what a caller sent, so line breaks and terminal control characters are
 * escaped: callers cannot forge lines of this log.
 */
public final class OneLineFormatter extends ThrowableProxyConverter {

  private static final String CAMEL = "org.apache.camel.";

  /** Control characters but the tab, and what else Unicode takes for the end of a line. */
  private static final Pattern STEERING =
      Pattern.compile("[\\p{Cntrl}\\x80-\\x9f\u2028\u2029&&[^\t]]");

  @Override
  public String convert(ILoggingEvent event) {
    String message = event.getFormattedMessage();
    if (LogVerbosity.isFull(getContext())) {
      String text = isCamel(event) ? indented(message) : escaped(message);
      return text + System.lineSeparator() + super.convert(event);
    }
    String line = escaped(isCamel(event) ? firstLine(message) : message);
    IThrowableProxy thrown = event.getThrowableProxy();
    if (thrown == null) {
      return line + System.lineSeparator();
    }
    while (thrown.getCause() != null && thrown.getCause() != thrown) {
      thrown = thrown.getCause();
    }
    String reason = escaped(firstLine(reason(thrown)));
    boolean said = line.contains(reason);
    return line + (said ? "" : ": " + reason) + System.lineSeparator();
  }

  private static boolean isCamel(ILoggingEvent event) {
    return event.getLoggerName().startsWith(CAMEL);
  }

  /** A table keeps its lines, of which none looks like the beginning of another entry. */
  private static String indented(String table) {
    return table
        .lines()
        .map(OneLineFormatter::escaped)
        .collect(Collectors.joining(System.lineSeparator() + '\t'));
  }

  private static String escaped(String text) {
    return STEERING.matcher(text).replaceAll(match -> escape(match.group().charAt(0)));
  }

  private static String escape(char steering) {
    // Backslashes are doubled for the matcher.
    return switch (steering) {
      case '\n' -> "\\\\n";
      case '\r' -> "\\\\r";
      default -> "\\\\u%04x".formatted((int) steering);
    };
  }

  private static String reason(IThrowableProxy thrown) {
    String message = thrown.getMessage();
    return message == null || message.isBlank()
        ? thrown.getClassName().replaceFirst(".*[.]", "")
        : message;
  }

  private static String firstLine(String text) {
    return text.lines().findFirst().orElse("");
  }
}
