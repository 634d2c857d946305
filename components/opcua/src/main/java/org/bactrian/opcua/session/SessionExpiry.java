package org.bactrian.opcua.session;

import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.eclipse.milo.opcua.sdk.client.OpcUaClient;
import org.jspecify.annotations.Nullable;

/**
 * Delays the close of a replaced session until its subscriptions have moved to another one: a
 * session that is closed takes its subscriptions along. Thread-safe.
 */
final class SessionExpiry {

  private static final Duration SUBSCRIPTIONS_MOVE = Duration.ofSeconds(5);

  private final ScheduledExecutorService timer;

  /** Guarded by this: replaced client whose session has the subscriptions; null for none. */
  private @Nullable OpcUaClient holder;

  /** Guarded by this: client that is closed in a while; null for none. */
  private @Nullable OpcUaClient last;

  SessionExpiry(ScheduledExecutorService timer) {
    this.timer = timer;
  }

  /**
   * Keeps a client that was replaced until its subscriptions have moved. While there is one, those
   * that were to follow it have failed, and end at once without the subscriptions that the server
   * may have given them.
   */
  synchronized void replaced(OpcUaClient old) {
    if (holder == null) {
      holder = old;
    } else {
      SessionClose.keepingSubscriptions(old);
    }
  }

  /** Returns whether a replaced client still has the subscriptions. */
  synchronized boolean isHolding() {
    return holder != null;
  }

  /**
   * Notes that the present session has the subscriptions. The client that had them is disconnected
   * after a while, and one that still waits for that at once.
   *
   * @param keeping whether some subscriptions of it are left to a later process
   */
  synchronized void moved(boolean keeping) {
    OpcUaClient old = holder;
    if (old == null) {
      return;
    }
    holder = null;
    if (keeping) {
      SessionClose.keepingSubscriptions(old);
      return;
    }
    if (last != null) {
      last.disconnectAsync();
    }
    last = old;
    timer.schedule(() -> expire(old), SUBSCRIPTIONS_MOVE.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Disconnects all clients at once, which deletes their subscriptions. */
  void end() {
    end(OpcUaClient::disconnectAsync);
  }

  /** Disconnects all clients at once and leaves their subscriptions at the server. */
  void endKeepingSubscriptions() {
    end(SessionClose::keepingSubscriptions);
  }

  private synchronized void end(Consumer<OpcUaClient> close) {
    if (holder != null) {
      close.accept(holder);
      holder = null;
    }
    if (last != null) {
      close.accept(last);
      last = null;
    }
  }

  @SuppressWarnings("ReferenceEquality") // a client is itself
  private synchronized void expire(OpcUaClient old) {
    if (last == old) {
      old.disconnectAsync();
      last = null;
    }
  }
}
