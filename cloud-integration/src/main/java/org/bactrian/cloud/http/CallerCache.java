package org.bactrian.cloud.http;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.bactrian.cloud.security.Caller;

/**
 * Remembers for a moment who the bearer of a token is, since a caller sends the same with each
 * request. A token that expires is refused no later than that moment after. Safe for use by several
 * threads.
 */
final class CallerCache {

  private static final long MOMENT_NANOS = Duration.ofSeconds(20).toNanos();
  private static final int LIMIT = 1_000;

  private record Entry(Caller caller, long since) {}

  private final Map<String, Entry> entries =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Entry> eldest) {
          return size() > LIMIT;
        }
      };

  synchronized Optional<Caller> find(String token) {
    Entry entry = entries.get(token);
    if (entry == null) {
      return Optional.empty();
    }
    if (System.nanoTime() - entry.since() > MOMENT_NANOS) {
      entries.remove(token);
      return Optional.empty();
    }
    return Optional.of(entry.caller());
  }

  synchronized void remember(String token, Caller caller) {
    entries.remove(token);
    entries.put(token, new Entry(caller, System.nanoTime()));
  }
}
