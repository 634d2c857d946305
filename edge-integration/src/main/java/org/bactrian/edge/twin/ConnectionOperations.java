package org.bactrian.edge.twin;

import java.util.List;
import org.bactrian.model.twin.Connection;
import org.bactrian.opcua.session.ActiveConnection;

/** The methods that are about the edge's own connections. */
public final class ConnectionOperations {

  private final TwinCalls calls;

  public ConnectionOperations(TwinCalls calls) {
    this.calls = calls;
  }

  /** Method GetActiveConnections: servers that have a session with the edge, whoever uses it. */
  public List<Connection> getActiveConnections() {
    return calls.sessions().active().stream()
        .map(ActiveConnection::session)
        .map(session -> TwinConnections.connection(session.settings()))
        .toList();
  }

  /**
   * Method ResetAllConnections: all sessions are made anew, and subscriptions go over to them.
   *
   * @return no bytes, as the contract has it
   */
  public byte[] resetAllConnections() {
    calls.sessions().reset();
    return new byte[0];
  }
}
