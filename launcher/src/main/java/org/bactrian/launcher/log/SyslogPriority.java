package org.bactrian.launcher.log;

import ch.qos.logback.classic.pattern.ClassicConverter;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.util.LevelToSyslogSeverity;

/** Conversion of the level of a log event to a priority of syslog: 3 for errors, 7 for debug. */
public final class SyslogPriority extends ClassicConverter {

  @Override
  public String convert(ILoggingEvent event) {
    return Integer.toString(LevelToSyslogSeverity.convert(event));
  }
}
