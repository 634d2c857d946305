package org.bactrian.opcua.service;

import static org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.Unsigned.uint;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.eclipse.milo.opcua.sdk.client.OpcUaClient;
import org.eclipse.milo.opcua.stack.core.types.builtin.ByteString;
import org.eclipse.milo.opcua.stack.core.types.builtin.DateTime;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.StatusCode;
import org.eclipse.milo.opcua.stack.core.types.enumerated.BrowseResultMask;
import org.eclipse.milo.opcua.stack.core.types.structured.BrowseDescription;
import org.eclipse.milo.opcua.stack.core.types.structured.BrowseResult;
import org.eclipse.milo.opcua.stack.core.types.structured.ReferenceDescription;
import org.eclipse.milo.opcua.stack.core.types.structured.ViewDescription;

/**
 * Browse and BrowseNext until no continuation point is left (Part 4, 7.9). Each call is followed to
 * its end before the next one begins, so a server with few continuation points has enough; when
 * following fails, those that are left are released.
 */
final class Browsing {

  private static final ViewDescription WHOLE_ADDRESS_SPACE =
      new ViewDescription(NodeId.NULL_VALUE, DateTime.MIN_VALUE, uint(0));

  private Browsing() {}

  static CompletableFuture<List<BrowsedNode>> browse(
      OpcUaClient client, ServerLimits limits, List<NodeId> nodes, BrowseFilter filter) {
    return SplitCalls.all(
        nodes, limits.nodesPerBrowse(), some -> browseSome(client, limits, some, filter));
  }

  private static CompletableFuture<BrowsedNode[]> browseSome(
      OpcUaClient client, ServerLimits limits, List<NodeId> nodes, BrowseFilter filter) {
    List<BrowseDescription> descriptions =
        nodes.stream()
            .map(
                node ->
                    new BrowseDescription(
                        node,
                        filter.direction(),
                        filter.referenceType(),
                        filter.includeSubtypes(),
                        uint(filter.nodeClassMask()),
                        uint(BrowseResultMask.All.getValue())))
            .toList();
    return client
        .browseAsync(WHOLE_ADDRESS_SPACE, uint(filter.maxReferencesPerNode()), descriptions)
        .thenCompose(
            response -> {
              List<Progress> all = new ArrayList<>();
              for (BrowseResult result : response.getResults()) {
                Progress progress = new Progress();
                progress.take(result);
                all.add(progress);
              }
              return follow(client, limits, all);
            })
        .thenApply(all -> all.stream().map(Progress::result).toArray(BrowsedNode[]::new));
  }

  private static CompletableFuture<List<Progress>> follow(
      OpcUaClient client, ServerLimits limits, List<Progress> all) {
    List<Progress> open = all.stream().filter(Progress::isOpen).toList();
    if (open.isEmpty()) {
      return CompletableFuture.completedFuture(all);
    }
    return SplitCalls.all(
            open.stream().map(p -> p.continuation).toList(),
            limits.nodesPerBrowse(),
            some -> client.browseNextAsync(false, some).thenApply(r -> r.getResults()))
        .whenComplete(
            (results, fault) -> {
              if (fault != null) {
                client.browseNextAsync(true, open.stream().map(p -> p.continuation).toList());
              }
            })
        .thenCompose(
            results -> {
              IntStream.range(0, open.size()).forEach(i -> open.get(i).take(results.get(i)));
              return follow(client, limits, all);
            });
  }

  /** What is known of a node so far. */
  private static final class Progress {
    private final List<ReferenceDescription> references = new ArrayList<>();
    private StatusCode status = StatusCode.GOOD;
    private ByteString continuation = ByteString.NULL_VALUE;

    void take(BrowseResult result) {
      status = result.getStatusCode();
      continuation =
          result.getContinuationPoint() == null
              ? ByteString.NULL_VALUE
              : result.getContinuationPoint();
      if (result.getReferences() != null) {
        references.addAll(List.of(result.getReferences()));
      }
    }

    boolean isOpen() {
      return !continuation.isNullOrEmpty() && !status.isBad();
    }

    BrowsedNode result() {
      return new BrowsedNode(status, references);
    }
  }
}
