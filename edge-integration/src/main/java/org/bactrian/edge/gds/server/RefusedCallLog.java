package org.bactrian.edge.gds.server;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.bactrian.opcua.service.StatusText;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Log of refused calls. A client that calls without end fills no disk: only the first ones of each
 * minute are written, then their number. Thread-safe.
 */
final class RefusedCallLog {

  private static final Logger LOG = LoggerFactory.getLogger(RefusedCallLog.class);
  private static final Duration PERIOD = Duration.ofMinutes(1);
  private static final int MOST = 10;
  private static final int LONGEST_URI = 200;
  private static final int LONGEST_REASON = 500;

  private final InstantSource clock;
  private Instant end = Instant.EPOCH;
  private int refused;

  RefusedCallLog(InstantSource clock) {
    this.clock = clock;
  }

  synchronized void note(String method, GdsCaller caller, UaException fault) {
    if (fault.getStatusCode().value() == StatusCodes.Bad_NothingToDo) {
      return;
    }
    Instant now = clock.instant();
    if (now.isAfter(end)) {
      if (refused > MOST) {
        LOG.warn("{} more calls were refused", refused - MOST);
      }
      end = now.plus(PERIOD);
      refused = 0;
    }
    if (refused++ < MOST) {
      LOG.warn(
          "{} of {} was refused with {}: {}",
          method,
          caller.isAdmin() ? "the administrator" : shown(caller.applicationUri(), LONGEST_URI),
          StatusText.of(fault.getStatusCode()),
          shown(String.valueOf(fault.getMessage()), LONGEST_REASON));
    }
  }

  /** Clients choose these texts, which must not look like lines of the log. */
  private static String shown(String text, int longest) {
    String line = text.replaceAll("\\p{Cntrl}", "?");
    return line.length() > longest ? line.substring(0, longest) + "..." : line;
  }
}
