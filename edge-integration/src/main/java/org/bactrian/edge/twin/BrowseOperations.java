package org.bactrian.edge.twin;

import static org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.Unsigned.uint;

import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.apache.camel.Body;
import org.bactrian.model.fault.BadRequestException;
import org.bactrian.model.twin.BrowseDirection;
import org.bactrian.model.twin.BrowseNextRequest;
import org.bactrian.model.twin.BrowseNextResponse;
import org.bactrian.model.twin.BrowseRequest;
import org.bactrian.model.twin.BrowseResponse;
import org.bactrian.model.twin.BrowseView;
import org.bactrian.model.twin.NodeReference;
import org.bactrian.model.twin.ServiceResult;
import org.eclipse.milo.opcua.stack.core.NodeIds;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.eclipse.milo.opcua.stack.core.types.builtin.ByteString;
import org.eclipse.milo.opcua.stack.core.types.builtin.DateTime;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.enumerated.BrowseResultMask;
import org.eclipse.milo.opcua.stack.core.types.enumerated.NodeClass;
import org.eclipse.milo.opcua.stack.core.types.structured.BrowseDescription;
import org.eclipse.milo.opcua.stack.core.types.structured.BrowseResult;
import org.eclipse.milo.opcua.stack.core.types.structured.ViewDescription;

/** The methods that follow references, each with JSON in and what is to become JSON out. */
public final class BrowseOperations {

  private static final ViewDescription WHOLE_ADDRESS_SPACE =
      new ViewDescription(NodeId.NULL_VALUE, DateTime.MIN_VALUE, uint(0));

  private final TwinCalls calls;

  public BrowseOperations(TwinCalls calls) {
    this.calls = calls;
  }

  /** Method Browse: a node and the references that lead on from it. */
  public CompletableFuture<BrowseResponse> browse(@Body byte[] request) {
    return calls.carryOut(
        request,
        BrowseRequest.class,
        BrowseRequest::header,
        BrowseOperations::first,
        error -> new BrowseResponse(null, List.of(), null, error));
  }

  private static BrowseResponse first(ServerView server, BrowseRequest request) throws UaException {
    NodeId root = node(server, request.nodeId(), NodeIds.RootFolder);
    boolean idsOnly = isTrue(request.nodeIdsOnly());
    Long most = request.maxReferencesToReturn();
    NodeReader reader = new NodeReader(server);
    if (!idsOnly && most != null && most == 0) {
      NodeReader.Found node = reader.read(wanted(root, Optional.empty()));
      return new BrowseResponse(
          node.node(), List.of(), null, Faults.of(node.status(), server.header()));
    }
    BrowseResult result =
        server.await(
                server
                    .client()
                    .browseAsync(
                        view(server, request.view()),
                        uint(most == null ? 0 : most),
                        List.of(description(server, request, root))))
            .getResults()[0];
    References references =
        new References(
            server,
            isTrue(request.targetNodesOnly()),
            isTrue(request.readVariableValues()),
            idsOnly);
    List<NodeReference> found = references.of(result.getReferences());
    ServiceResult error = Faults.of(result.getStatusCode(), server.header());
    if (idsOnly) {
      return new BrowseResponse(References.bare(server, root), found, token(result), error);
    }
    NodeReader.Found node = reader.read(wanted(root, Optional.of(!found.isEmpty())));
    return new BrowseResponse(
        node.node(),
        found,
        token(result),
        error == null ? Faults.of(node.status(), server.header()) : error);
  }

  /** Method BrowseNext: the references that did not fit into the answer before. */
  public CompletableFuture<BrowseNextResponse> browseNext(@Body byte[] request) {
    return calls.carryOut(
        request,
        BrowseNextRequest.class,
        BrowseNextRequest::header,
        BrowseOperations::next,
        error -> new BrowseNextResponse(List.of(), null, error));
  }

  private static BrowseNextResponse next(ServerView server, BrowseNextRequest request)
      throws UaException {
    ByteString point = point(request.continuationToken());
    BrowseResult result =
        server.await(server.client().browseNextAsync(isTrue(request.abort()), List.of(point)))
            .getResults()[0];
    References references =
        new References(
            server,
            isTrue(request.targetNodesOnly()),
            isTrue(request.readVariableValues()),
            isTrue(request.nodeIdsOnly()));
    return new BrowseNextResponse(
        references.of(result.getReferences()),
        token(result),
        Faults.of(result.getStatusCode(), server.header()));
  }

  private static ByteString point(String token) {
    if (!ServerView.isGiven(token)) {
      throw new BadRequestException(
          "continuationToken is missing. Write the one of the answer before.");
    }
    try {
      return ByteString.of(Base64.getDecoder().decode(token));
    } catch (IllegalArgumentException e) {
      throw new BadRequestException(
          "continuationToken is none. Write the one of the answer before as it was.", e);
    }
  }

  private static String token(BrowseResult result) {
    ByteString point = result.getContinuationPoint();
    return point == null || point.isNullOrEmpty()
        ? null
        : Base64.getEncoder().encodeToString(point.bytesOrEmpty());
  }

  private static BrowseDescription description(
      ServerView server, BrowseRequest request, NodeId root) throws UaException {
    return new BrowseDescription(
        root,
        Choices.direction(
            request.direction() == null ? BrowseDirection.Forward : request.direction()),
        node(server, request.referenceTypeId(), NodeIds.HierarchicalReferences),
        !isTrue(request.noSubtypes()),
        uint(Choices.mask(request.nodeClassFilter())),
        uint(BrowseResultMask.All.getValue()));
  }

  private static ViewDescription view(ServerView server, BrowseView view) throws UaException {
    if (view == null || !ServerView.isGiven(view.viewId())) {
      return WHOLE_ADDRESS_SPACE;
    }
    return new ViewDescription(
        server.local(ServerView.node(view.viewId())),
        view.timestamp() == null ? DateTime.MIN_VALUE : new DateTime(view.timestamp()),
        uint(view.version() == null ? 0 : view.version()));
  }

  private static NodeReader.Wanted wanted(NodeId node, Optional<Boolean> children) {
    return new NodeReader.Wanted(node, NodeClass.Unspecified, false, children);
  }

  private static NodeId node(ServerView server, String text, NodeId otherwise) throws UaException {
    return ServerView.isGiven(text) ? server.local(ServerView.node(text)) : otherwise;
  }

  private static boolean isTrue(Boolean flag) {
    return Boolean.TRUE.equals(flag);
  }
}
