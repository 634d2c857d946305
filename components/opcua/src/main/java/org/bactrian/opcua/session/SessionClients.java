package org.bactrian.opcua.session;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;
import org.eclipse.milo.opcua.sdk.client.OpcUaClient;
import org.eclipse.milo.opcua.stack.core.types.enumerated.MessageSecurityMode;
import org.jspecify.annotations.Nullable;

/**
 * Clients of a {@link SharedSession}: the present one, whose session is active or comes back, and
 * those that it replaced, until their subscriptions have moved. Used on the serial executor only.
 */
final class SessionClients {

  private final ConnectionSettings settings;
  private final SessionExpiry former;
  private @Nullable OpcUaClient present;

  SessionClients(ConnectionSettings settings, ScheduledExecutorService timer) {
    this.settings = settings;
    this.former = new SessionExpiry(timer);
  }

  /** Returns the present one; null while there is none. */
  @Nullable OpcUaClient present() {
    return present;
  }

  /** Goes on with another client; the one before stays until its subscriptions have moved. */
  void use(OpcUaClient fresh) {
    if (present != null) {
      former.replaced(present);
    }
    present = fresh;
  }

  /**
   * Notes that the present session has the subscriptions.
   *
   * @param keeping whether some of those before are left to a later process
   */
  void moved(boolean keeping) {
    former.moved(keeping);
  }

  /** Closes clients that would else try for ever to come back. */
  void discard() {
    former.end();
    OpcUaClient old = present;
    present = null;
    if (old != null) {
      old.disconnectAsync();
    }
  }

  /**
   * Ends a session that may take the place of one to be made, while another has the subscriptions:
   * first one that failed to get them, then the one that has them, which stay at the server.
   */
  void vacate() {
    OpcUaClient failed = present;
    if (former.isHolding() && failed != null) {
      present = null;
      SessionClose.keepingSubscriptions(failed);
    } else if (failed == null) {
      former.endKeepingSubscriptions();
    }
  }

  /**
   * Closes the present session before another is made.
   *
   * @return completed when it is closed; its subscriptions stay where another session may have them
   */
  CompletableFuture<?> closeForAnother() {
    OpcUaClient old = present;
    present = null;
    return old == null ? CompletableFuture.completedFuture(null) : close(old, isTransferable(old));
  }

  /** Returns whether a server may hand subscriptions over to another session (Part 4, 5.14.7). */
  private boolean isTransferable(OpcUaClient old) {
    return !(settings.user() instanceof UserCredential.Anonymous)
        || old.getConfig().getEndpoint().getSecurityMode() != MessageSecurityMode.None;
  }

  /**
   * Closes all.
   *
   * @param keeping whether subscriptions are left to a later process
   * @return completed when the present session is closed
   */
  CompletableFuture<?> close(boolean keeping) {
    if (keeping) {
      former.endKeepingSubscriptions();
    } else {
      former.end();
    }
    OpcUaClient old = present;
    present = null;
    return old == null ? CompletableFuture.completedFuture(null) : close(old, keeping);
  }

  private static CompletableFuture<?> close(OpcUaClient old, boolean keeping) {
    return keeping ? SessionClose.keepingSubscriptions(old) : old.disconnectAsync();
  }
}
