package org.bactrian.opcua.session;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.bactrian.opcua.subscription.Subscription;
import org.bactrian.opcua.subscription.SubscriptionJournal;
import org.bactrian.opcua.subscription.SubscriptionListener;
import org.bactrian.opcua.subscription.SubscriptionSettings;
import org.eclipse.milo.opcua.sdk.client.OpcUaClient;
import org.eclipse.milo.opcua.stack.core.NamespaceTable;

/** Handle of one caller to a shared session; closing it ends only what this caller started. */
final class SessionHandle implements Session {

  private final SharedSession shared;
  private final Runnable release;
  private final AtomicBoolean closed = new AtomicBoolean();
  private final List<Subscription> subscriptions = new CopyOnWriteArrayList<>();
  private final List<Consumer<SessionState>> listeners = new CopyOnWriteArrayList<>();

  SessionHandle(SharedSession shared, Runnable release) {
    this.shared = shared;
    this.release = release;
  }

  @Override
  public ConnectionSettings settings() {
    return shared.settings();
  }

  @Override
  public SessionState state() {
    return closed.get() ? new SessionState.Closed() : shared.state();
  }

  @Override
  public void onState(Consumer<SessionState> listener) {
    listeners.add(listener);
    shared.onState(listener);
  }

  @Override
  public NamespaceTable namespaces() {
    return shared.namespaces();
  }

  @Override
  public CompletableFuture<OpcUaClient> client() {
    return shared.client();
  }

  @Override
  public CompletableFuture<OpcUaClient> client(Duration longest) {
    return shared.client(longest);
  }

  @Override
  public void checkServerCertificate() {
    shared.certificates().checkServerCertificate();
  }

  @Override
  public Subscription subscribe(
      SubscriptionSettings settings, SubscriptionListener listener, SubscriptionJournal journal) {
    if (closed.get()) {
      throw new IllegalStateException("The session is closed");
    }
    Subscription subscription = shared.subscriptions().subscribe(settings, listener, journal);
    subscriptions.add(subscription);
    return subscription;
  }

  @Override
  public List<Subscription> subscriptions() {
    return List.copyOf(subscriptions);
  }

  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      listeners.forEach(shared::removeListener);
      subscriptions.forEach(Subscription::close);
      release.run();
    }
  }
}
