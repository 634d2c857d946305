package org.bactrian.edge.twin;

import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.bactrian.edge.twin.contract.RequestHeader;
import org.bactrian.opcua.json.IdentifierText;
import org.bactrian.opcua.node.NamespaceFormat;
import org.bactrian.opcua.node.NodeIdText;
import org.bactrian.opcua.node.QualifiedNameText;
import org.bactrian.opcua.service.CallAnswer;
import org.bactrian.opcua.service.NodeServices;
import org.bactrian.opcua.session.ConnectedServer;
import org.eclipse.milo.opcua.stack.core.NamespaceTable;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.eclipse.milo.opcua.stack.core.types.builtin.ExpandedNodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.QualifiedName;
import org.jspecify.annotations.Nullable;

/**
 * Connected server as one request sees it: with the request's header and its format of node ids.
 * For the thread that carries the request out.
 */
final class ServerView {

  private final ConnectedServer access;
  private final @Nullable RequestHeader header;
  private final NodeValueConverter values;

  /**
   * @param header null when the request has none
   */
  ServerView(ConnectedServer access, @Nullable RequestHeader header) {
    this.access = access;
    this.header = header;
    this.values = new NodeValueConverter(access, format());
  }

  ConnectedServer access() {
    return access;
  }

  NodeServices nodes() {
    return access.nodes();
  }

  /** Null when the request has none. */
  @Nullable RequestHeader header() {
    return header;
  }

  NodeValueConverter values() {
    return values;
  }

  NamespaceTable namespaces() {
    return access.namespaces();
  }

  /**
   * Waits for what the server answers.
   *
   * @throws UaException when a call failed as a whole
   */
  static <T> T await(CompletableFuture<T> answer) throws UaException {
    return CallAnswer.await(answer);
  }

  /** A node id that a request names. */
  static ExpandedNodeId node(@Nullable String text) {
    return NodeIdText.parse(Objects.requireNonNullElse(text, ""));
  }

  /** A node id that a request names, or another one where it names none. */
  static ExpandedNodeId node(@Nullable String text, NodeId otherwise) {
    return isGiven(text) ? node(text) : otherwise.expanded();
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

  NamespaceFormat format() {
    return header == null || header.namespaceFormat() == null
        ? NamespaceFormat.URI
        : header.namespaceFormat();
  }

  /** Lists that are empty mean the same as those that are left out. */
  static boolean isGiven(@Nullable List<?> list) {
    return list != null && !list.isEmpty();
  }

  static boolean isGiven(@Nullable String text) {
    return text != null && !text.isBlank();
  }
}
