package org.bactrian.opcua.session;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.eclipse.milo.opcua.sdk.client.OpcUaClient;
import org.jspecify.annotations.Nullable;

/**
 * Delays the close of a replaced session until its subscriptions have been transferred to the new
 * one: a session that is closed takes its subscriptions along. Thread-safe.
 */
final class SessionExpiry {

  private static final Duration SUBSCRIPTIONS_MOVE = Duration.ofSeconds(5);

  private final ScheduledExecutorService timer;
  private final AtomicReference<OpcUaClient> last = new AtomicReference<>();

  SessionExpiry(ScheduledExecutorService timer) {
    this.timer = timer;
  }

  /** Disconnects {@code old} after a while, and whom was here before at once. */
  void of(OpcUaClient old) {
    OpcUaClient before = last.getAndSet(old);
    if (before != null) {
      before.disconnectAsync();
    }
    timer.schedule(() -> end(old), SUBSCRIPTIONS_MOVE.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Disconnects whom is here at once. */
  CompletableFuture<Void> end() {
    return end(last.get());
  }

  private CompletableFuture<Void> end(@Nullable OpcUaClient old) {
    return old != null && last.compareAndSet(old, null)
        ? old.disconnectAsync().thenAccept(client -> {})
        : CompletableFuture.completedFuture(null);
  }
}
