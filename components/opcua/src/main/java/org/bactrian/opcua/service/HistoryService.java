package org.bactrian.opcua.service;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.types.builtin.ByteString;
import org.eclipse.milo.opcua.stack.core.types.builtin.DiagnosticInfo;
import org.eclipse.milo.opcua.stack.core.types.builtin.ExtensionObject;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.QualifiedName;
import org.eclipse.milo.opcua.stack.core.types.builtin.StatusCode;
import org.eclipse.milo.opcua.stack.core.types.structured.HistoryReadResult;
import org.eclipse.milo.opcua.stack.core.types.structured.HistoryReadValueId;
import org.eclipse.milo.opcua.stack.core.types.structured.HistoryUpdateResult;

/** HistoryRead and HistoryUpdate (Part 4, 5.10.3 and 5.10.5) of one node in each call. */
final class HistoryService {

  private HistoryService() {}

  /** The first page. */
  static CompletableFuture<HistoryPage> page(ServiceCalls calls, HistoryQuery query) {
    Optional<NodeId> node = query.node().toNodeId(calls.client().getNamespaceTable());
    if (node.isEmpty()) {
      return CompletableFuture.completedFuture(HistoryPage.failed(UnknownNamespaceFilter.UNKNOWN));
    }
    return calls
        .sessionId()
        .thenCompose(
            session ->
                calls
                    .historyRead(query, false, valueId(node.get(), query, ByteString.NULL_VALUE))
                    .thenApply(answer -> page(session, query, answer)));
  }

  /** The next page, or the end of the matter. */
  static CompletableFuture<HistoryPage> page(
      ServiceCalls calls, HistoryContinuationPoint point, boolean release) {
    return calls
        .sessionId()
        .thenCompose(
            session -> {
              HistoryQuery query = point.query();
              Optional<NodeId> node = query.node().toNodeId(calls.client().getNamespaceTable());
              if (!session.equals(point.sessionId()) || node.isEmpty()) {
                return CompletableFuture.completedFuture(
                    HistoryPage.failed(BrowseService.ENDED_SESSION));
              }
              return calls
                  .historyRead(query, release, valueId(node.get(), query, point.bytes()))
                  .thenApply(answer -> page(session, query, answer));
            });
  }

  /** An update of one node, which is named in its details. */
  static CompletableFuture<HistoryUpdateOutcome> update(
      ServiceCalls calls, ExtensionObject details) {
    return calls
        .historyUpdate(details)
        .thenApply(answer -> new HistoryUpdateOutcome(answer.result(), operations(answer)));
  }

  private static HistoryReadValueId valueId(NodeId node, HistoryQuery query, ByteString point) {
    return new HistoryReadValueId(
        node,
        query.indexRange().isEmpty() ? null : query.indexRange(),
        QualifiedName.NULL_VALUE,
        point);
  }

  private static HistoryPage page(
      NodeId session, HistoryQuery query, OperationResult<HistoryReadResult> answer) {
    ExtensionObject history = answer.value().getHistoryData();
    ByteString point = answer.value().getContinuationPoint();
    return new HistoryPage(
        answer.result(),
        history == null || history.isNull() ? Optional.empty() : Optional.of(history),
        point == null || point.isNullOrEmpty()
            ? Optional.empty()
            : Optional.of(new HistoryContinuationPoint(session, point, query)));
  }

  private static List<ServiceResult> operations(OperationResult<HistoryUpdateResult> answer) {
    StatusCode[] statuses = answer.value().getOperationResults();
    DiagnosticInfo[] infos = answer.value().getDiagnosticInfos();
    List<ServiceResult> results = new ArrayList<>();
    for (int i = 0; statuses != null && i < statuses.length; i++) {
      DiagnosticInfo info = infos != null && i < infos.length ? infos[i] : null;
      results.add(ServiceResult.of(statuses[i], info, answer.strings()));
    }
    return results;
  }

  /** Returns whether there was more than fit, and no continuation point was left. */
  static boolean hasNoRoom(HistoryPage page) {
    return page.result().status().value() == StatusCodes.Bad_NoContinuationPoints;
  }
}
