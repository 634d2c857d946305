package org.bactrian.opcua.service;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.types.builtin.ByteString;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.structured.BrowseDescription;
import org.eclipse.milo.opcua.stack.core.types.structured.BrowseResult;
import org.eclipse.milo.opcua.stack.core.types.structured.ReferenceDescription;

/** Browse and BrowseNext (Part 4, 5.9.2 and 5.9.3), to the end or a page at a time. */
final class BrowseService {

  /** Result of going on with a continuation point of another session. */
  static final ServiceResult ENDED_SESSION =
      ServiceResult.of(
          StatusCodes.Bad_ContinuationPointInvalid, "the session that it belonged to has ended");

  private BrowseService() {}

  /**
   * Follows each call to its end before the next one begins, so a server with few continuation
   * points has enough; when following fails, those that are left are released.
   */
  static CompletableFuture<List<BrowsedNode>> all(
      ServiceCalls calls, List<NodeId> nodes, BrowseFilter filter) {
    return SplitCalls.all(
        nodes, calls.limits().nodesPerBrowse(), some -> allOf(calls, some, filter));
  }

  private static CompletableFuture<List<BrowsedNode>> allOf(
      ServiceCalls calls, List<NodeId> nodes, BrowseFilter filter) {
    return first(calls, nodes, filter)
        .thenCompose(
            answers -> {
              List<Progress> all = new ArrayList<>();
              for (OperationResult<BrowseResult> answer : answers) {
                Progress progress = new Progress();
                progress.take(answer);
                all.add(progress);
              }
              return follow(calls, all);
            })
        .thenApply(all -> all.stream().map(Progress::result).toList())
        .thenCompose(all -> again(calls, nodes, filter, all));
  }

  /** Browses those anew that the server had no continuation points for in one call with others. */
  private static CompletableFuture<List<BrowsedNode>> again(
      ServiceCalls calls, List<NodeId> nodes, BrowseFilter filter, List<BrowsedNode> all) {
    List<Integer> left =
        IntStream.range(0, all.size()).filter(i -> hasNoRoom(all.get(i).result())).boxed().toList();
    if (left.isEmpty() || left.size() == all.size()) {
      return CompletableFuture.completedFuture(all);
    }
    return allOf(calls, left.stream().map(nodes::get).toList(), filter)
        .thenApply(
            later -> {
              List<BrowsedNode> merged = new ArrayList<>(all);
              IntStream.range(0, left.size()).forEach(i -> merged.set(left.get(i), later.get(i)));
              return merged;
            });
  }

  /** Returns whether there were more references than fit, and no continuation point was left. */
  static boolean hasNoRoom(ServiceResult result) {
    return result.status().value() == StatusCodes.Bad_NoContinuationPoints;
  }

  private static CompletableFuture<List<OperationResult<BrowseResult>>> first(
      ServiceCalls calls, List<NodeId> nodes, BrowseFilter filter) {
    List<BrowseDescription> descriptions = nodes.stream().map(filter::description).toList();
    return calls.browse(filter.view().description(), filter.maxReferencesPerNode(), descriptions);
  }

  private static CompletableFuture<List<Progress>> follow(ServiceCalls calls, List<Progress> all) {
    List<Progress> open = all.stream().filter(Progress::isOpen).toList();
    if (open.isEmpty()) {
      return CompletableFuture.completedFuture(all);
    }
    List<ByteString> points = open.stream().map(p -> p.continuation).toList();
    return calls
        .browseNext(false, points)
        .whenComplete(
            (results, fault) -> {
              if (fault != null) {
                calls.browseNext(true, points);
              }
            })
        .thenCompose(
            results -> {
              IntStream.range(0, open.size()).forEach(i -> open.get(i).take(results.get(i)));
              return follow(calls, all);
            });
  }

  /** The first references of a node. */
  static CompletableFuture<BrowsePage> page(ServiceCalls calls, NodeId node, BrowseFilter filter) {
    return calls
        .sessionId()
        .thenCompose(
            session ->
                first(calls, List.of(node), filter)
                    .thenApply(answers -> page(session, ServiceCalls.only(answers))));
  }

  /** The next references, or the end of the matter. */
  static CompletableFuture<BrowsePage> page(
      ServiceCalls calls, BrowseContinuationPoint point, boolean release) {
    return calls
        .sessionId()
        .thenCompose(
            session -> {
              if (!session.equals(point.sessionId())) {
                return CompletableFuture.completedFuture(failed(ENDED_SESSION));
              }
              return calls
                  .browseNext(release, List.of(point.bytes()))
                  .thenApply(answers -> page(session, ServiceCalls.only(answers)));
            });
  }

  static BrowsePage failed(ServiceResult result) {
    return new BrowsePage(result, List.of(), Optional.empty());
  }

  /** Returns whether each node has a reference that fits; looks for one and asks for no more. */
  static CompletableFuture<List<Boolean>> any(
      ServiceCalls calls, List<NodeId> nodes, BrowseFilter filter) {
    return SplitCalls.all(
        nodes,
        calls.limits().nodesPerBrowse(),
        some ->
            first(calls, some, filter.withMaxReferencesPerNode(1))
                .thenApply(
                    answers -> {
                      List<ByteString> left =
                          answers.stream()
                              .map(answer -> continuationOf(answer.value()))
                              .filter(point -> !point.isNullOrEmpty())
                              .toList();
                      if (!left.isEmpty()) {
                        calls.browseNext(true, left);
                      }
                      return answers.stream()
                          .map(
                              answer ->
                                  !referencesOf(answer.value()).isEmpty()
                                      || hasNoRoom(answer.result()))
                          .toList();
                    }));
  }

  private static BrowsePage page(NodeId session, OperationResult<BrowseResult> answer) {
    ByteString continuation = continuationOf(answer.value());
    return new BrowsePage(
        answer.result(),
        referencesOf(answer.value()),
        continuation.isNullOrEmpty()
            ? Optional.empty()
            : Optional.of(new BrowseContinuationPoint(session, continuation)));
  }

  private static List<ReferenceDescription> referencesOf(BrowseResult result) {
    return result.getReferences() == null ? List.of() : List.of(result.getReferences());
  }

  private static ByteString continuationOf(BrowseResult result) {
    return result.getContinuationPoint() == null
        ? ByteString.NULL_VALUE
        : result.getContinuationPoint();
  }

  /** References of a node that were read so far. */
  private static final class Progress {
    private final List<ReferenceDescription> references = new ArrayList<>();
    private ServiceResult last = ServiceResult.GOOD;
    private ByteString continuation = ByteString.NULL_VALUE;

    void take(OperationResult<BrowseResult> answer) {
      last = answer.result();
      continuation = continuationOf(answer.value());
      references.addAll(referencesOf(answer.value()));
    }

    boolean isOpen() {
      return !continuation.isNullOrEmpty() && last.isUsable();
    }

    BrowsedNode result() {
      return new BrowsedNode(last, references);
    }
  }
}
