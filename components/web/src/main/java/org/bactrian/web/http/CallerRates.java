package org.bactrian.web.http;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Requests of each caller in a second. A caller may save up those of one second. Only the newest
 * callers are known; one that was forgotten begins anew. Safe for use by several threads.
 */
final class CallerRates {

  private static final int MOST_CALLERS = 10_000;
  private static final double SECOND = TimeUnit.SECONDS.toNanos(1);

  private final int perSecond;
  private final Map<String, Allowance> callers =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Allowance> eldest) {
          return size() > MOST_CALLERS;
        }
      };

  /**
   * Creates rates.
   *
   * @param perSecond requests of one caller in a second
   */
  CallerRates(int perSecond) {
    this.perSecond = perSecond;
  }

  /** Requests that a caller may still send at a time. */
  private static final class Allowance {
    private double requests;
    private long at;
  }

  /**
   * Counts a request.
   *
   * @param now in nanoseconds, from any fixed time on
   * @return false when the caller has sent too many
   */
  synchronized boolean tryTake(String caller, long now) {
    Allowance allowance = callers.get(caller);
    if (allowance == null) {
      allowance = new Allowance();
      allowance.requests = perSecond;
      allowance.at = now;
      callers.put(caller, allowance);
    }
    double since = (now - allowance.at) / SECOND;
    allowance.requests = Math.min(perSecond, allowance.requests + since * perSecond);
    allowance.at = now;
    if (allowance.requests < 1) {
      return false;
    }
    allowance.requests--;
    return true;
  }
}
