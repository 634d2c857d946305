package org.bactrian.edge.twin;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.apache.camel.Body;
import org.bactrian.edge.twin.contract.BrowseDirection;
import org.bactrian.edge.twin.contract.BrowseNextRequest;
import org.bactrian.edge.twin.contract.BrowseNextResponse;
import org.bactrian.edge.twin.contract.BrowsePathRequest;
import org.bactrian.edge.twin.contract.BrowsePathResponse;
import org.bactrian.edge.twin.contract.BrowseRequest;
import org.bactrian.edge.twin.contract.BrowseResponse;
import org.bactrian.edge.twin.contract.ErrorInfo;
import org.bactrian.edge.twin.contract.Node;
import org.bactrian.edge.twin.contract.NodeBuilder;
import org.bactrian.edge.twin.contract.NodePathTarget;
import org.bactrian.edge.twin.contract.NodeReference;
import org.bactrian.model.fault.FaultKind;
import org.bactrian.model.fault.OperationException;
import org.bactrian.opcua.service.BrowseContinuationPoint;
import org.bactrian.opcua.service.BrowseFilter;
import org.bactrian.opcua.service.BrowsePage;
import org.bactrian.opcua.service.BrowseView;
import org.bactrian.opcua.service.NodePath;
import org.bactrian.opcua.service.NodePathResult;
import org.eclipse.milo.opcua.stack.core.NodeIds;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.eclipse.milo.opcua.stack.core.types.builtin.DateTime;
import org.eclipse.milo.opcua.stack.core.types.builtin.ExpandedNodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.enumerated.NodeClass;
import org.jspecify.annotations.Nullable;

/**
 * Methods that follow references. Each takes JSON and returns an object that is written as JSON.
 */
public final class BrowseOperations {

  private final TwinRequestExecutor calls;

  public BrowseOperations(TwinRequestExecutor calls) {
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
    ExpandedNodeId named = ServerView.node(request.nodeId(), NodeIds.RootFolder);
    NodeId root = server.local(named);
    boolean idsOnly = isTrue(request.nodeIdsOnly());
    Long most = request.maxReferencesToReturn();
    if (most != null && most < 0) {
      throw new OperationException(
          FaultKind.BAD_REQUEST,
          "maxReferencesToReturn is " + most + ". Write 0 or more, or leave it out.");
    }
    if (!idsOnly && most != null && most == 0) {
      NodeReader.Found alone = new NodeReader(server).read(wanted(root, Optional.empty()));
      return new BrowseResponse(
          alone.node(), List.of(), null, ServerFaults.of(alone.result(), server.header()));
    }
    BrowsePage page = ServerView.await(server.nodes().browseFirst(named, filter(server, request)));
    return releasedOnFailure(
        server,
        page,
        () -> {
          ReferenceReader references =
              new ReferenceReader(
                  server,
                  isTrue(request.targetNodesOnly()),
                  isTrue(request.readVariableValues()),
                  idsOnly);
          List<NodeReference> found = references.of(page.references());
          ErrorInfo error = ServerFaults.of(page.result(), server.header());
          if (idsOnly) {
            Node bare = NodeBuilder.builder().nodeId(server.text(root)).build();
            return new BrowseResponse(bare, found, continuationToken(server, page), error);
          }
          NodeReader.Found node =
              new NodeReader(server).read(wanted(root, Optional.of(!found.isEmpty())));
          return new BrowseResponse(
              node.node(),
              found,
              continuationToken(server, page),
              error == null ? ServerFaults.of(node.result(), server.header()) : error);
        });
  }

  private static BrowseFilter filter(ServerView server, BrowseRequest request) throws UaException {
    Long most = request.maxReferencesToReturn();
    return new BrowseFilter(
        EnumerationConverter.direction(
            request.direction() == null ? BrowseDirection.Forward : request.direction()),
        server.local(ServerView.node(request.referenceTypeId(), NodeIds.HierarchicalReferences)),
        !isTrue(request.noSubtypes()),
        EnumerationConverter.mask(request.nodeClassFilter()),
        most == null ? 0 : (int) Math.min(most, Integer.MAX_VALUE),
        view(server, request.view()));
  }

  /** The view that a request names. */
  static BrowseView view(
      ServerView server, org.bactrian.edge.twin.contract.BrowseViewSelection view)
      throws UaException {
    if (view == null || !ServerView.isGiven(view.viewId())) {
      return BrowseView.ALL;
    }
    return new BrowseView(
        server.local(ServerView.node(view.viewId())),
        view.timestamp() == null ? DateTime.MIN_VALUE : new DateTime(view.timestamp()),
        view.version() == null ? 0 : view.version());
  }

  /** Method BrowseNext: the references that did not fit into the answer before. */
  public CompletableFuture<BrowseNextResponse> browseNext(@Body byte[] payload) {
    TwinRequest request = TwinRequest.read(payload);
    BrowseNextRequest body = request.body(BrowseNextRequest.class);
    return calls.goOn(
        request,
        body.header(),
        body.continuationToken(),
        BrowseContinuationPoint.class,
        (nodes, point) -> nodes.browseNext(point, isTrue(body.abort())),
        (server, page) -> next(server, body, page),
        error -> new BrowseNextResponse(List.of(), null, error));
  }

  private static BrowseNextResponse next(
      ServerView server, BrowseNextRequest request, BrowsePage page) throws UaException {
    ReferenceReader references =
        new ReferenceReader(
            server,
            isTrue(request.targetNodesOnly()),
            isTrue(request.readVariableValues()),
            isTrue(request.nodeIdsOnly()));
    return releasedOnFailure(
        server,
        page,
        () ->
            new BrowseNextResponse(
                references.of(page.references()),
                continuationToken(server, page),
                ServerFaults.of(page.result(), server.header())));
  }

  /** Returns the token with which the caller gets the next page; null after the last page. */
  private static @Nullable String continuationToken(ServerView server, BrowsePage page) {
    return page.continuation().map(server.access()::keep).orElse(null);
  }

  /** Releases the page's continuation point on failure: a caller without a token cannot go on. */
  private static <R> R releasedOnFailure(
      ServerView server, BrowsePage page, TwinRequestExecutor.Step<R> answer) throws UaException {
    try {
      return answer.take();
    } catch (UaException | RuntimeException e) {
      page.continuation().ifPresent(point -> server.nodes().browseNext(point, true));
      throw e;
    }
  }

  /** Method BrowsePath: the nodes at the ends of paths. */
  public CompletableFuture<BrowsePathResponse> browsePath(@Body byte[] request) {
    return calls.carryOut(
        request,
        BrowsePathRequest.class,
        BrowsePathRequest::header,
        BrowseOperations::paths,
        error -> new BrowsePathResponse(null, error));
  }

  private static BrowsePathResponse paths(ServerView server, BrowsePathRequest request)
      throws UaException {
    if (!ServerView.isGiven(request.browsePaths())
        || request.browsePaths().stream().anyMatch(List::isEmpty)) {
      throw new OperationException(
          FaultKind.BAD_REQUEST,
          "browsePaths is missing, or one of them is empty. Write [[\"Objects\", \"Server\"]].");
    }
    ExpandedNodeId start = ServerView.node(request.nodeId(), NodeIds.RootFolder);
    List<NodePath> paths = new ArrayList<>();
    for (int i = 0; i < request.browsePaths().size(); i++) {
      paths.add(
          TargetNodeResolver.path(server, "browsePaths/" + i, start, request.browsePaths().get(i)));
    }
    List<NodePathResult> results = ServerView.await(server.nodes().translate(paths));
    List<NodePathTarget> targets = new ArrayList<>();
    ErrorInfo error = null;
    for (int i = 0; i < results.size(); i++) {
      if (error == null) {
        error = ServerFaults.of(results.get(i).result(), server.header());
      }
      for (NodePathResult.Target target : results.get(i).targets()) {
        targets.add(
            new NodePathTarget(
                request.browsePaths().get(i),
                target(server, request, target.node()),
                target.remainingPathIndex().isPresent()
                    ? (int) target.remainingPathIndex().getAsLong()
                    : null));
      }
    }
    return new BrowsePathResponse(targets, error);
  }

  private static Node target(ServerView server, BrowsePathRequest request, ExpandedNodeId node)
      throws UaException {
    if (isTrue(request.nodeIdsOnly()) || !node.isLocal()) {
      return NodeBuilder.builder().nodeId(server.text(node)).build();
    }
    return new NodeReader(server)
        .read(
            new NodeReader.Wanted(
                server.local(node),
                NodeClass.Unspecified,
                isTrue(request.readVariableValues()),
                Optional.empty()))
        .node();
  }

  private static NodeReader.Wanted wanted(NodeId node, Optional<Boolean> children) {
    return new NodeReader.Wanted(node, NodeClass.Unspecified, false, children);
  }

  private static boolean isTrue(Boolean flag) {
    return Boolean.TRUE.equals(flag);
  }
}
