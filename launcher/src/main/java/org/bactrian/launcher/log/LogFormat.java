package org.bactrian.launcher.log;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.JsonEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.OutputStreamAppender;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Format of the log lines of this process. */
public enum LogFormat {
  /** Date, level, logger and message, for people. */
  TEXT,

  /**
   * One object a line, for what collects logs: {@code timestamp} in ms since 1970, {@code level},
   * {@code loggerName}, {@code threadName}, {@code formattedMessage} and {@code throwable}.
   */
  JSON,

  /**
   * The text without its date and behind the priority of syslog, as the journal of systemd asks.
   */
  SYSTEMD;

  /** Writes the log in this form from now on. */
  public void use() {
    if (LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
      if (this == JSON) {
        writeJson(context);
      } else if (this == SYSTEMD) {
        ConsoleLogProvider.writeSystemd(context);
      }
    }
  }

  private static void writeJson(LoggerContext context) {
    if (context.getLogger(Logger.ROOT_LOGGER_NAME).getAppender(ConsoleLogProvider.APPENDER)
        instanceof OutputStreamAppender<ILoggingEvent> appender) {
      JsonEncoder encoder = new JsonEncoder();
      encoder.setContext(context);
      encoder.setWithFormattedMessage(true);
      encoder.setWithMessage(false);
      encoder.setWithArguments(false);
      encoder.setWithContext(false);
      encoder.setWithMDC(false);
      encoder.setWithSequenceNumber(false);
      encoder.setWithNanoseconds(false);
      encoder.start();
      appender.setEncoder(encoder);
    }
  }
}
