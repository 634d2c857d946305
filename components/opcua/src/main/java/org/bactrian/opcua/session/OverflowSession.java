package org.bactrian.opcua.session;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.bactrian.model.time.Backoff;
import org.bactrian.opcua.subscription.SubscriptionLimits;
import org.bactrian.opcua.subscription.SubscriptionOverflow;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Session that takes what its predecessor, a session of equal settings, has no room for. It is
 * opened when it is needed and closed when it is not, on the predecessor's serial executor.
 */
final class OverflowSession implements SubscriptionOverflow {

  private static final Logger LOG = LoggerFactory.getLogger(OverflowSession.class);
  private static final Duration LONGEST_WAIT = Duration.ofMinutes(10);

  /** Ticks, a second each, until a session without subscriptions is closed. */
  private static final int IDLE_TICKS = 3;

  private final String server;
  private final int most;
  private final @Nullable Supplier<SharedSession> opener;
  private final Backoff wait;
  private volatile @Nullable SharedSession session;
  private boolean exhausted;
  private int refusals;
  private int idleTicks;
  private long notBeforeNanos = System.nanoTime();

  /**
   * @param opener makes the session; null where there are as many as there may be
   */
  OverflowSession(
      String server, SubscriptionLimits limits, @Nullable Supplier<SharedSession> opener) {
    this.server = server;
    this.most = limits.maxOverflowSessions();
    this.opener = opener;
    Duration first = limits.itemRetryDelay();
    this.wait = new Backoff(first, first.compareTo(LONGEST_WAIT) < 0 ? LONGEST_WAIT : first);
  }

  /** Returns the session, if there is one, and those after it. */
  Stream<SharedSession> all() {
    SharedSession present = session;
    return present == null ? Stream.of() : present.all();
  }

  @Override
  public Next next() {
    SharedSession present = session;
    if (present == null) {
      return open();
    }
    if (present.isConnected()) {
      refusals = 0;
      return new Next.Ready(present.subscriptions());
    }
    if (present.subscriptions().isInUse()) {
      return new Next.Unavailable(); // it had been active, and comes back by itself
    }
    if (present.state() instanceof SessionState.Disconnected down) {
      refused(down.fault());
      return new Next.Unavailable();
    }
    return new Next.Pending();
  }

  private Next open() {
    if (opener == null) {
      if (!exhausted) {
        exhausted = true;
        LOG.warn(
            "{}: {} sessions have as many subscriptions as the server grants each, and no more are"
                + " opened. Raise the server's limit of subscriptions, or subscribe to more nodes in"
                + " each.",
            server,
            most + 1);
      }
      return new Next.Unavailable();
    }
    if (notBeforeNanos - System.nanoTime() > 0) {
      return new Next.Unavailable();
    }
    LOG.info(
        "{}: the server takes no more subscriptions in one session, so another one is opened for"
            + " the rest",
        server);
    SharedSession opened = opener.get();
    session = opened;
    idleTicks = 0;
    opened.open();
    return new Next.Pending();
  }

  @Override
  public void closeUnused() {
    SharedSession present = session;
    if (present == null || present.subscriptions().isInUse()) {
      idleTicks = 0;
    } else if (present.subscriptions().isRefused()) {
      refused(
          "It takes no more of them in any session. Close other clients, or raise its limit of"
              + " subscriptions.");
    } else if (!(present.state() instanceof SessionState.Connecting) && ++idleTicks > IDLE_TICKS) {
      close();
    }
  }

  private void refused(String why) {
    close();
    Duration pause = wait.inStep(++refusals);
    notBeforeNanos = System.nanoTime() + pause.toNanos();
    LOG.warn(
        "{}: no further session takes the subscriptions that the server refuses. {} A session is"
            + " tried again after {} s.",
        server,
        why,
        pause.toSeconds());
  }

  /** Closes the session and those after it; completed when the server was told or could not be. */
  CompletableFuture<Void> close() {
    SharedSession present = session;
    session = null;
    return present == null ? CompletableFuture.completedFuture(null) : present.close();
  }
}
