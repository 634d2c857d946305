package org.bactrian.opcua.session;

import java.io.IOException;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.bactrian.model.file.FileStamp;
import org.bactrian.model.thread.DaemonThreads;
import org.bactrian.model.time.Backoff;
import org.bactrian.opcua.pki.ApplicationCertificate;
import org.bactrian.opcua.pki.ApplicationCertificateRenewal;
import org.bactrian.opcua.pki.CertificateStores;
import org.bactrian.opcua.pki.DeliveredTrustList;
import org.bactrian.opcua.pki.OwnCertificateTrust;
import org.bactrian.opcua.pki.ServerCertificateTrust;
import org.bactrian.opcua.pki.TrustListDelivery;
import org.eclipse.milo.opcua.stack.core.Stack;
import org.eclipse.milo.opcua.stack.core.UaException;

/**
 * Pool of sessions, one for all callers with the same {@link ConnectionSettings}. Safe for use by
 * several threads.
 */
public final class SessionPool implements AutoCloseable {

  private static final long CLOSE_SECONDS = 10;
  private static final long IDLE_SECONDS = 30;
  private static final long PKI_CHECK_SECONDS = 5;

  private final OpcUaClientSettings settings;
  private final SessionConnector connector;
  private final CertificateStores stores;
  private final ExecutorService workers;
  private final ScheduledExecutorService timer;
  private final Map<ConnectionSettings, Shared> sessions = new HashMap<>();
  private final Set<CompletableFuture<Void>> closing = new HashSet<>();
  private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
  private boolean closed;

  /**
   * Makes the PKI folders and the application certificate where they are missing; connects to
   * nobody yet.
   *
   * @throws IllegalStateException when the application certificate cannot be read or made
   */
  public SessionPool(OpcUaClientSettings settings) {
    this.settings = settings;
    this.connector = new SessionConnector(settings);
    this.stores = new CertificateStores(connector.pki(), this::checkTrust);
    this.workers =
        new ThreadPoolExecutor(
            0,
            Integer.MAX_VALUE,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new SynchronousQueue<>(),
            DaemonThreads.named("opcua"),
            new ThreadPoolExecutor.DiscardPolicy());
    this.timer = DaemonThreads.timer("opcua-timer");
    // Milo reads the manifests of all libraries when it is first used, which takes longer than to
    // connect. It does so while the rest of the process starts.
    workers.execute(Stack::sharedExecutor);
    timer.scheduleWithFixedDelay(
        () -> workers.execute(this::followPki),
        PKI_CHECK_SECONDS,
        PKI_CHECK_SECONDS,
        TimeUnit.SECONDS);
  }

  /** Returns the settings of this client. */
  public OpcUaClientSettings settings() {
    return settings;
  }

  /**
   * A use of the session with these settings, which is made now unless somebody has it already. It
   * returns at once and connects in the background.
   */
  public Session open(ConnectionSettings connection) {
    Session session = hold(connection);
    listeners.forEach(Runnable::run);
    return session;
  }

  private synchronized Session hold(ConnectionSettings connection) {
    if (closed) {
      throw new IllegalStateException("The session pool is closed");
    }
    Shared shared =
        sessions.computeIfAbsent(
            connection,
            key -> {
              SharedSession session =
                  new SharedSession(
                      key,
                      settings,
                      connector,
                      new Backoff(settings.reconnectDelayMin(), settings.reconnectDelayMax()),
                      workers,
                      timer);
              session.open();
              return new Shared(session);
            });
    shared.holders++;
    return new SessionHandle(shared.session, () -> release(connection, shared));
  }

  /** Calls {@code listener} whenever a session was opened or closed, on the thread that did. */
  public void onSessions(Runnable listener) {
    listeners.add(listener);
  }

  /**
   * Connects anew to every server that is connected to. Subscriptions go over to the new sessions
   * as after an outage, requests that are under way fail. Returns at once.
   */
  public synchronized void reset() {
    all().forEach(SharedSession::reset);
  }

  /**
   * Makes a request for a certificate that is to replace that of this client; see {@link
   * ApplicationCertificateRenewal#request}.
   */
  public ApplicationCertificateRenewal.RenewalRequest requestCertificate(
      String subject, boolean newKey) {
    return connector.renewal().request(subject, newKey);
  }

  /**
   * Replaces the certificate of this client; see {@link ApplicationCertificateRenewal#replace}.
   * Sessions with security are replaced by such that show it, and their subscriptions move along
   * without a loss. A session whose server refuses the new one goes on with the former.
   */
  public ApplicationCertificate replaceCertificate(
      List<X509Certificate> issued, Optional<byte[]> key) {
    ApplicationCertificate next = connector.renewal().replace(issued, key);
    connector.trustOwnCertificate();
    renewSessions();
    return next;
  }

  /**
   * Replaces the trust list that was delivered before; see {@link TrustListDelivery#replace}.
   * Sessions with servers that are no longer trusted, or whose certificates are revoked, end at
   * once.
   *
   * @return whether the list has changed
   */
  public boolean replaceTrustList(DeliveredTrustList list) {
    boolean changed = connector.trustLists().replace(list);
    if (changed) {
      checkTrust();
    }
    return changed;
  }

  /**
   * Returns the stores of certificates. Sessions with servers that are no longer trusted end when
   * they are changed.
   */
  public CertificateStores certificateStores() {
    return stores;
  }

  /**
   * The trust list that a server is to get, with this client in it unless its certificate was
   * revoked; see {@link OwnCertificateTrust#completed}.
   *
   * @param shown the certificate that the server is shown, then its issuers
   */
  public DeliveredTrustList withThisClient(DeliveredTrustList list, List<X509Certificate> shown) {
    return connector.withThisClient(list, shown);
  }

  /** Takes over what an operator has changed in the PKI folders. */
  private void followPki() {
    if (connector.reloadCertificate()) {
      renewSessions();
    }
    checkTrust();
  }

  private synchronized void renewSessions() {
    all().forEach(session -> session.certificates().renew());
  }

  private void checkTrust() {
    Map<Path, FileStamp> present = connector.trustStamps();
    synchronized (this) {
      all().forEach(session -> session.certificates().checkTrust(present));
    }
  }

  /** Resets one session, unless somebody holds it besides the one who asks for this. */
  synchronized void resetUnlessShared(ConnectionSettings connection) {
    Shared shared = sessions.get(connection);
    if (shared != null && shared.holders == 1) {
      shared.session.reset();
    }
  }

  /**
   * Trusts a certificate that a server is about to get.
   *
   * @param chain the certificate, then its issuers
   * @return the trust, to be withdrawn when the server does not get it
   * @throws IOException when it cannot be written down
   * @throws UaException when sessions would refuse the certificate all the same, with the reasons
   */
  public ServerCertificateTrust trustServerCertificate(
      List<X509Certificate> chain, String applicationUri) throws IOException, UaException {
    return connector.trustServerCertificate(chain, applicationUri);
  }

  /**
   * Returns the statistics of each open session. Those that were opened for subscriptions that the
   * first of their settings has no room for have no holders.
   */
  public synchronized List<SessionStatistics> statistics() {
    return sessions.values().stream()
        .flatMap(
            shared ->
                shared
                    .session
                    .all()
                    .map(one -> one.statistics(one == shared.session ? shared.holders : 0)))
        .toList();
  }

  private Stream<SharedSession> all() {
    return sessions.values().stream().flatMap(shared -> shared.session.all());
  }

  /**
   * Closes all sessions and waits some seconds for the servers to hear of it, and for listeners to
   * take what had come.
   */
  @Override
  public void close() {
    CompletableFuture<Void> all;
    synchronized (this) {
      if (closed) {
        return;
      }
      closed = true;
      sessions.values().forEach(shared -> closing.add(shared.session.close()));
      sessions.clear();
      all = CompletableFuture.allOf(closing.toArray(CompletableFuture[]::new));
    }
    listeners.forEach(Runnable::run);
    all.completeOnTimeout(null, CLOSE_SECONDS, TimeUnit.SECONDS).join();
    timer.shutdownNow();
    workers.shutdown();
    connector.transports().close();
  }

  private void release(ConnectionSettings connection, Shared shared) {
    letGo(connection, shared);
    listeners.forEach(Runnable::run);
  }

  private synchronized void letGo(ConnectionSettings connection, Shared shared) {
    shared.holders--;
    if (shared.holders == 0 && sessions.remove(connection, shared)) {
      closing.removeIf(CompletableFuture::isDone);
      closing.add(shared.session.close());
    }
  }

  /** A session and how many hold it. */
  private static final class Shared {
    private final SharedSession session;
    private int holders;

    private Shared(SharedSession session) {
      this.session = session;
    }
  }
}
