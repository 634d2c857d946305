package org.bactrian.launcher.log;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.filter.Filter;
import ch.qos.logback.core.spi.FilterReply;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Log filter that passes the reason of a failed step at most once a minute instead of once a
 * message and retry. All pass when {@link LogVerbosity} is full.
 */
public final class RepeatedFailureFilter extends Filter<ILoggingEvent> {

  private static final String ERROR_HANDLERS = "org.apache.camel.processor.errorhandler.";
  private static final Pattern REASON = Pattern.compile("caught: (.*)");
  private static final long PAUSE_MILLIS = Duration.ofMinutes(1).toMillis();
  private static final int REASONS_KEPT = 100;

  /**
   * Times at which reasons were last passed, in milliseconds since 1970; the oldest entry is
   * removed first.
   */
  private final Map<String, Long> heard =
      new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Long> eldest) {
          return size() > REASONS_KEPT;
        }
      };

  @Override
  public FilterReply decide(ILoggingEvent event) {
    if (!event.getLoggerName().startsWith(ERROR_HANDLERS) || LogVerbosity.isFull(getContext())) {
      return FilterReply.NEUTRAL;
    }
    Matcher reason = REASON.matcher(event.getFormattedMessage());
    return reason.find() && isHeard(reason.group(1), event.getTimeStamp())
        ? FilterReply.DENY
        : FilterReply.NEUTRAL;
  }

  private synchronized boolean isHeard(String reason, long now) {
    Long last = heard.get(reason);
    if (last != null && now - last < PAUSE_MILLIS) {
      return true;
    }
    heard.put(reason, now);
    return false;
  }
}
