package org.bactrian.edge.twin;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.bactrian.model.fault.OperationTimeoutException;
import org.bactrian.model.node.NamespaceFormat;
import org.bactrian.model.node.NodeIdText;
import org.bactrian.model.node.QualifiedNameText;
import org.bactrian.model.twin.RequestHeader;
import org.bactrian.model.variant.IdentifierText;
import org.bactrian.opcua.service.NodeServices;
import org.bactrian.opcua.service.ServerLimits;
import org.eclipse.milo.opcua.sdk.client.OpcUaClient;
import org.eclipse.milo.opcua.stack.core.NamespaceTable;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.eclipse.milo.opcua.stack.core.types.builtin.ExpandedNodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.QualifiedName;

/**
 * A connected server as one request sees it: with the request's header, its time and its way to
 * write node ids. For the thread that carries the request out.
 */
final class ServerView {

  private final OpcUaClient client;
  private final NodeServices services;
  private final RequestHeader header;
  private final Instant end;
  private final Values values;

  /**
   * @param longest time that the operation may take
   */
  ServerView(OpcUaClient client, NodeServices services, RequestHeader header, Duration longest) {
    this.client = client;
    this.services = services;
    this.header = header;
    this.end = Instant.now().plus(longest);
    this.values = new Values(client, format());
  }

  OpcUaClient client() {
    return client;
  }

  NodeServices services() {
    return services;
  }

  /** Null when the request has none. */
  RequestHeader header() {
    return header;
  }

  /** Nodes that the server takes in one Browse. */
  int nodesPerBrowse() throws UaException {
    return await(ServerLimits.of(client)).nodesPerBrowse();
  }

  Values values() {
    return values;
  }

  NamespaceTable namespaces() {
    return client.getNamespaceTable();
  }

  /**
   * Waits for what the server answers.
   *
   * @throws UaException when a call failed as a whole
   * @throws OperationTimeoutException when the time of the operation is over
   */
  <T> T await(CompletableFuture<T> answer) throws UaException {
    try {
      long left = Duration.between(Instant.now(), end).toMillis();
      return answer.get(Math.max(left, 0), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      throw new OperationTimeoutException(
          client.getConfig().getEndpoint().getEndpointUrl()
              + " did not answer within the time that the operation has.",
          e);
    } catch (ExecutionException | CompletionException e) {
      throw UaException.extract(e)
          .orElseGet(() -> new UaException(StatusCodes.Bad_UnexpectedError, e.getCause()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new UaException(StatusCodes.Bad_Shutdown, "the edge is shutting down");
    }
  }

  /** A node id that a request names. */
  static ExpandedNodeId node(String text) {
    return NodeIdText.parse(text);
  }

  /** The id as the server has it now. */
  NodeId local(ExpandedNodeId node) throws UaException {
    return node.toNodeId(namespaces())
        .orElseThrow(
            () ->
                new UaException(StatusCodes.Bad_NodeIdUnknown, "the server has no such namespace"));
  }

  String text(NodeId node) {
    return NodeIdText.format(node, namespaces(), format());
  }

  String text(ExpandedNodeId node) {
    return IdentifierText.of(node, format(), namespaces());
  }

  String text(QualifiedName name) {
    return name == null || name.isNull()
        ? ""
        : QualifiedNameText.format(name, namespaces(), format());
  }

  private NamespaceFormat format() {
    return header == null || header.namespaceFormat() == null
        ? NamespaceFormat.URI
        : header.namespaceFormat();
  }

  /** The names of lists that are empty mean the same as those that are left out. */
  static boolean isGiven(List<?> list) {
    return list != null && !list.isEmpty();
  }

  static boolean isGiven(String text) {
    return text != null && !text.isBlank();
  }
}
