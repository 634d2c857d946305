package org.bactrian.opcua.session;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.bactrian.opcua.subscription.Subscription;
import org.bactrian.opcua.subscription.SubscriptionJournal;
import org.bactrian.opcua.subscription.SubscriptionListener;
import org.bactrian.opcua.subscription.SubscriptionSettings;
import org.eclipse.milo.opcua.sdk.client.OpcUaClient;
import org.eclipse.milo.opcua.stack.core.NamespaceTable;

/**
 * Handle to a session that is shared by all callers with equal {@link ConnectionSettings}. It
 * connects in the background, reconnects for ever with a growing delay, and restores its
 * subscriptions after a restart of either side. Safe for use by several threads.
 */
public interface Session extends AutoCloseable {

  /** Returns the settings of the session. */
  ConnectionSettings settings();

  /** Returns the state of the session. */
  SessionState state();

  /**
   * Calls {@code listener} with the present state and with each new one, in order, on a thread
   * where it must not block.
   */
  void onState(Consumer<SessionState> listener);

  /**
   * The server's namespaces as read at the last connect; only the two of OPC UA itself before the
   * first. An index is good until the server restarts, a URI for ever.
   */
  NamespaceTable namespaces();

  /**
   * The connected client for service calls, completed as soon as there is one and exceptionally
   * when none could be had within the configured connect timeout.
   */
  CompletableFuture<OpcUaClient> client();

  /**
   * The connected client for a caller who waits: an attempt to connect that is not due yet is made
   * at once, and when it fails the caller has its fault, a {@link NotConnectedException}.
   *
   * @param longest time that the caller waits
   */
  CompletableFuture<OpcUaClient> client(Duration longest);

  /**
   * Finds out whether the server has another certificate than when it was connected to, and
   * connects anew if so; returns at once. A server without security, or one that lets connections
   * stand, goes on with sessions of before.
   */
  void checkServerCertificate();

  /**
   * Subscribes, now or as soon as the server can be reached, until the subscription is closed.
   *
   * @param listener told in the server's order, one call at a time
   */
  default Subscription subscribe(SubscriptionSettings settings, SubscriptionListener listener) {
    return subscribe(settings, listener, SubscriptionJournal.NONE);
  }

  /**
   * Subscribes with what a former process left.
   *
   * @param journal where the subscription is kept for a later process
   */
  Subscription subscribe(
      SubscriptionSettings settings, SubscriptionListener listener, SubscriptionJournal journal);

  /** Subscriptions of this holder. */
  List<Subscription> subscriptions();

  /** Ends this holder's use and its subscriptions; the last one closes the session. */
  @Override
  void close();
}
