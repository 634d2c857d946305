package org.bactrian.opcua.session;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.bactrian.opcua.service.ContinuationPoint;

/**
 * Continuation points of a server with which callers may go on browsing, each under a random token
 * until it is taken or expires. Thread-safe.
 */
final class BrowseContinuationPoints {

  private static final SecureRandom RANDOM = new SecureRandom();
  private static final int TOKEN_BYTES = 16;

  private final Duration life;
  private final ScheduledExecutorService timer;
  private final Consumer<String> onExpiry;

  /** The oldest first. */
  private final Map<String, Kept> kept = new LinkedHashMap<>();

  /**
   * @param life time after which a point expires
   * @param onExpiry receives the token of a point that has expired, and takes it
   */
  BrowseContinuationPoints(
      Duration life, ScheduledExecutorService timer, Consumer<String> onExpiry) {
    this.life = life;
    this.timer = timer;
    this.onExpiry = onExpiry;
  }

  /** Keeps a point and returns its token, which cannot be guessed. */
  synchronized String keep(ContinuationPoint point) {
    byte[] bytes = new byte[TOKEN_BYTES];
    RANDOM.nextBytes(bytes);
    String token = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    Future<?> expiry =
        timer.schedule(() -> onExpiry.accept(token), life.toMillis(), TimeUnit.MILLISECONDS);
    kept.put(token, new Kept(point, expiry));
    return token;
  }

  /** Takes a point out; empty when there is none of that token. */
  synchronized Optional<ContinuationPoint> take(String token) {
    Optional<Kept> found = Optional.ofNullable(kept.remove(token));
    found.ifPresent(one -> one.expiry().cancel(false));
    return found.map(Kept::point);
  }

  /** Takes the oldest point out, for a server that has no room for another one. */
  synchronized Optional<ContinuationPoint> takeOldest() {
    return kept.keySet().stream().findFirst().flatMap(this::take);
  }

  /** Forgets all points. */
  synchronized void clear() {
    kept.values().forEach(one -> one.expiry().cancel(false));
    kept.clear();
  }

  synchronized int size() {
    return kept.size();
  }

  private record Kept(ContinuationPoint point, Future<?> expiry) {}
}
