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
 * Continuation points of a server with which callers may go on reading, each under a random token
 * until it is taken or expires. Thread-safe.
 */
final class ContinuationPoints {

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
  ContinuationPoints(Duration life, ScheduledExecutorService timer, Consumer<String> onExpiry) {
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

  /** Takes a point of a kind out; empty when there is none of that token and kind. */
  synchronized <P extends ContinuationPoint> Optional<P> take(String token, Class<P> kind) {
    Kept found = kept.get(token);
    if (found == null || !kind.isInstance(found.point())) {
      return Optional.empty();
    }
    kept.remove(token);
    found.expiry().cancel(false);
    return Optional.of(kind.cast(found.point()));
  }

  /** Takes the oldest point of a kind out, for a server that has no room for another one. */
  synchronized <P extends ContinuationPoint> Optional<P> takeOldest(Class<P> kind) {
    return kept.entrySet().stream()
        .filter(entry -> kind.isInstance(entry.getValue().point()))
        .map(Map.Entry::getKey)
        .findFirst()
        .flatMap(token -> take(token, kind));
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
