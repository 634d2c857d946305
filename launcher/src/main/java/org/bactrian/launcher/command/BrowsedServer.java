package org.bactrian.launcher.command;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import java.time.Duration;
import org.bactrian.opcua.service.CallAnswer;
import org.bactrian.opcua.service.NodeServices;
import org.bactrian.opcua.service.StatusText;
import org.bactrian.opcua.session.ConnectionSettings;
import org.bactrian.opcua.session.OpcUaClientSettings;
import org.bactrian.opcua.session.Session;
import org.bactrian.opcua.session.SessionPool;
import org.bactrian.opcua.session.SessionState;
import org.eclipse.milo.opcua.stack.core.NamespaceTable;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.slf4j.LoggerFactory;

/** Connection of a command to a server, which is tried once and ends with the command. */
final class BrowsedServer implements AutoCloseable {

  private static final String SESSION_LOG = SessionPool.class.getPackageName();

  private final SessionPool pool;
  private final Session session;

  private final Runnable atEnd;

  private BrowsedServer(SessionPool pool, Session session, Runnable atEnd) {
    this.pool = pool;
    this.session = session;
    this.atEnd = atEnd;
  }

  /**
   * Connects.
   *
   * @param quiet whether the command alone tells what is wrong
   * @throws CommandFailure when there is no connection, with the fault and the remedy
   */
  static BrowsedServer connect(
      ConnectionSettings connection, OpcUaClientSettings client, boolean quiet) {
    Runnable atEnd = quiet ? silenced() : () -> {};
    SessionPool pool;
    try {
      pool = new SessionPool(client);
    } catch (IllegalStateException e) {
      atEnd.run();
      throw e;
    }
    BrowsedServer server = new BrowsedServer(pool, pool.open(connection), atEnd);
    try {
      server.awaitConnection(client.connectTimeout());
      return server;
    } catch (CommandFailure e) {
      server.close();
      throw e;
    }
  }

  /** Silences the log of sessions, and returns what ends that. */
  private static Runnable silenced() {
    if (LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
      Logger log = context.getLogger(SESSION_LOG);
      Level before = log.getLevel();
      log.setLevel(Level.ERROR);
      return () -> log.setLevel(before);
    }
    return () -> {};
  }

  private void awaitConnection(Duration longest) {
    try {
      CallAnswer.await(session.client(longest));
    } catch (UaException e) {
      String fault =
          session.state() instanceof SessionState.Disconnected disconnected
              ? disconnected.fault()
              : StatusText.of(e);
      throw new CommandFailure(ExitCode.FAILED, fault, e);
    }
  }

  /** Returns the services of the server. */
  NodeServices nodes() {
    return new NodeServices(session::client);
  }

  /** Returns the namespaces of the server. */
  NamespaceTable namespaces() {
    return session.namespaces();
  }

  @Override
  public void close() {
    session.close();
    pool.close();
    atEnd.run();
  }
}
