package org.bactrian.launcher.log;

import ch.qos.logback.classic.pattern.ThrowableProxyConverter;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;

/**
 * Writes what was logged in one line: an exception by its message, and of what Camel says of a
 * failed step the sentence without the table below it. All of it is written when {@link Verbosity}
 * is full.
 */
public final class OneLine extends ThrowableProxyConverter {

  private static final String CAMEL = "org.apache.camel.";

  @Override
  public String convert(ILoggingEvent event) {
    String message = event.getFormattedMessage();
    if (Verbosity.isFull(getContext())) {
      return message + System.lineSeparator() + super.convert(event);
    }
    String line = event.getLoggerName().startsWith(CAMEL) ? firstLine(message) : message;
    IThrowableProxy thrown = event.getThrowableProxy();
    if (thrown == null) {
      return line + System.lineSeparator();
    }
    while (thrown.getCause() != null && thrown.getCause() != thrown) {
      thrown = thrown.getCause();
    }
    String reason = firstLine(reason(thrown));
    boolean said = line.contains(reason);
    return line + (said ? "" : ": " + reason) + System.lineSeparator();
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
