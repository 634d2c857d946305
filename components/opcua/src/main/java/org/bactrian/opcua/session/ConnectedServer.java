package org.bactrian.opcua.session;

import org.bactrian.opcua.json.DataTypes;
import org.bactrian.opcua.service.ContinuationPoint;
import org.bactrian.opcua.service.NodeServices;
import org.bactrian.opcua.service.ServerDataTypes;
import org.eclipse.milo.opcua.sdk.client.OpcUaClient;
import org.eclipse.milo.opcua.stack.core.NamespaceTable;
import org.eclipse.milo.opcua.stack.core.ServerTable;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.eclipse.milo.opcua.stack.core.encoding.EncodingContext;

/** Connected server for the duration of one request. Thread-safe. */
public final class ConnectedServer {

  private final OpcUaClient client;
  private final NodeServices nodes;
  private final OnDemandSession session;

  ConnectedServer(OpcUaClient client, NodeServices nodes, OnDemandSession session) {
    this.client = client;
    this.nodes = nodes;
    this.session = session;
  }

  /** Service calls, with the options of the request. */
  public NodeServices nodes() {
    return nodes;
  }

  /** The server's namespaces. */
  public NamespaceTable namespaces() {
    return client.getNamespaceTable();
  }

  /** The servers that this server has nodes of. */
  public ServerTable servers() {
    return client.getServerTable();
  }

  /**
   * Returns the encoding context with the server's own structures. A type is read from the server
   * when it is met first, so decoding may wait for the server; it is forgotten with the session.
   */
  public EncodingContext encoding() {
    try {
      return client.getDynamicEncodingContext();
    } catch (UaException e) {
      throw new IllegalStateException("types are read when they are met, not now", e);
    }
  }

  /**
   * The server's data types, for JSON: read from the server when they are met first, as {@link
   * #encoding} does.
   */
  public DataTypes dataTypes() {
    return new ServerDataTypes(client);
  }

  /** The client, for what there is no service of here. */
  public OpcUaClient client() {
    return client;
  }

  /** See {@link Session#checkServerCertificate}. */
  public void checkServerCertificate() {
    session.checkServerCertificate();
  }

  /**
   * Keeps an answer that was given in part, and the session with it, for {@link
   * OnDemandSessionPool#resume}; what nobody goes on with is given back to the server after a
   * while.
   *
   * @return a name that cannot be guessed
   */
  public String keep(ContinuationPoint point) {
    return session.continuationPoints().keep(point);
  }
}
