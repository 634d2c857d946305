package org.bactrian.simulator.certificate;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.eclipse.milo.opcua.sdk.server.OpcUaServer;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Changes of one session that wait for ApplyChanges (Part 12, 7.10.2): all are made or none. They
 * are dropped when their session has ended. Thread-safe.
 */
final class ConfigurationTransaction {

  private static final Logger LOG = LoggerFactory.getLogger(ConfigurationTransaction.class);

  private final OpcUaServer server;
  private final List<ConfigurationChange> changes = new ArrayList<>();
  private Optional<NodeId> owner = Optional.empty();

  ConfigurationTransaction(OpcUaServer server) {
    this.server = server;
  }

  /**
   * Adds a change.
   *
   * @throws UaException {@code Bad_TransactionPending} while another session has changes
   */
  synchronized void add(NodeId session, ConfigurationChange change) throws UaException {
    requireNoOther(session);
    owner = Optional.of(session);
    changes.add(change);
  }

  /**
   * Makes the changes.
   *
   * @return whether clients must connect anew
   * @throws UaException {@code Bad_NothingToDo} without changes, {@code Bad_InternalError} when one
   *     cannot be made; what was made before it is undone
   */
  synchronized boolean apply(NodeId session) throws UaException {
    requireNoOther(session);
    if (changes.isEmpty()) {
      throw new UaException(StatusCodes.Bad_NothingToDo);
    }
    List<ConfigurationChange> made = new ArrayList<>();
    try {
      for (ConfigurationChange change : changes) {
        made.add(0, change);
        change.apply();
      }
    } catch (Exception e) {
      made.forEach(ConfigurationTransaction::undo);
      throw new UaException(StatusCodes.Bad_InternalError, e);
    } finally {
      drop();
    }
    return made.stream().anyMatch(ConfigurationChange::endsConnections);
  }

  /** Drops the changes. */
  synchronized void cancel(NodeId session) throws UaException {
    requireNoOther(session);
    if (changes.isEmpty()) {
      throw new UaException(StatusCodes.Bad_NothingToDo);
    }
    drop();
  }

  /** Lets pass unless another session that is still there has changes. */
  synchronized void requireNoOther(NodeId session) throws UaException {
    if (owner.isEmpty() || owner.get().equals(session)) {
      return;
    }
    NodeId other = owner.get();
    if (server.getSessionManager().getAllSessions().stream()
        .anyMatch(one -> one.getSessionId().equals(other))) {
      throw new UaException(StatusCodes.Bad_TransactionPending);
    }
    drop();
  }

  private void drop() {
    changes.clear();
    owner = Optional.empty();
  }

  private static void undo(ConfigurationChange change) {
    try {
      change.undo();
    } catch (Exception e) {
      LOG.error("A change of the certificates cannot be undone", e);
    }
  }
}
