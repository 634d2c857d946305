package org.bactrian.launcher.log;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.turbo.TurboFilter;
import ch.qos.logback.core.FileAppender;
import ch.qos.logback.core.OutputStreamAppender;
import ch.qos.logback.core.spi.FilterReply;
import java.nio.file.Path;
import java.util.Locale;
import java.util.regex.Pattern;
import org.bactrian.edge.options.LogLevel;
import org.bactrian.edge.options.LogOptions;
import org.bactrian.edge.publisher.group.PublisherLoggers;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import org.slf4j.Marker;
import org.slf4j.helpers.MessageFormatter;

/** Log of this process as the options of the edge ask for it. */
public final class EdgeLog {

  private EdgeLog() {}

  /** Applies the options from now on. */
  public static void use(LogLevel level, LogOptions options) {
    if (LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
      Level chosen = level == LogLevel.FATAL ? Level.ERROR : Level.toLevel(level.name());
      context.getLogger("org.bactrian").setLevel(chosen);
      context.getLogger(PublisherLoggers.NOTIFICATIONS).setLevel(on(options.notifications()));
      context.getLogger(PublisherLoggers.MESSAGES).setLevel(on(options.messages()));
      if (options.stack()) {
        context.getLogger("org.eclipse.milo").setLevel(Level.DEBUG);
      }
      if (!options.filter().isEmpty()) {
        context.addTurboFilter(new NotificationFilter(Pattern.compile(options.filter())));
      }
      if (!options.format().isEmpty()) {
        LogFormat.valueOf(options.format().toUpperCase(Locale.ROOT)).use();
      }
      options.logFile().ifPresent(file -> write(context, file));
    }
  }

  private static Level on(boolean on) {
    return on ? Level.DEBUG : Level.OFF;
  }

  /** Writes to a file as well, in the form of the lines on stderr. */
  private static void write(LoggerContext context, Path file) {
    Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    if (root.getAppender(ConsoleLogProvider.APPENDER)
        instanceof OutputStreamAppender<ILoggingEvent> console) {
      FileAppender<ILoggingEvent> appender = new FileAppender<>();
      appender.setContext(context);
      appender.setName(file.toString());
      appender.setFile(file.toString());
      appender.setEncoder(console.getEncoder());
      console.getCopyOfAttachedFiltersList().forEach(appender::addFilter);
      appender.start();
      root.addAppender(appender);
    }
  }

  /** Filter that passes the notifications that match an expression, and whatever else is logged. */
  private static final class NotificationFilter extends TurboFilter {

    private final Pattern pattern;

    NotificationFilter(Pattern pattern) {
      this.pattern = pattern;
    }

    @Override
    public FilterReply decide(
        @Nullable Marker marker,
        Logger logger,
        Level level,
        @Nullable String format,
        Object @Nullable [] parameters,
        @Nullable Throwable thrown) {
      // Without a format it is the question whether the logger speaks at all.
      if (format == null || !logger.getName().equals(PublisherLoggers.NOTIFICATIONS)) {
        return FilterReply.NEUTRAL;
      }
      String text = MessageFormatter.arrayFormat(format, parameters).getMessage();
      return pattern.matcher(text).find() ? FilterReply.NEUTRAL : FilterReply.DENY;
    }
  }
}
