package org.bactrian.edge.twin;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Objects;
import org.bactrian.edge.twin.contract.ErrorInfo;
import org.bactrian.edge.twin.contract.HistoryReadRequest;
import org.bactrian.edge.twin.contract.HistoryReadResponse;
import org.bactrian.model.fault.FaultKind;
import org.bactrian.model.fault.OperationException;
import org.bactrian.model.registry.RegistryJson;
import org.bactrian.opcua.service.HistoryPage;
import org.bactrian.opcua.service.HistoryQuery;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.eclipse.milo.opcua.stack.core.types.builtin.ExpandedNodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.ExtensionObject;
import org.eclipse.milo.opcua.stack.core.types.structured.HistoryReadDetails;
import org.jspecify.annotations.Nullable;

/** Reads the history of the node that a request names, a page at a time. */
final class HistoryReader {

  private HistoryReader() {}

  /** A step that makes the details of a query from those of a request. */
  @FunctionalInterface
  interface DetailsStep<D> {
    HistoryReadDetails take(ServerView server, D details) throws UaException;
  }

  /**
   * The details of a request.
   *
   * @throws OperationException of kind BAD_REQUEST when there are none, or they do not fit
   */
  static <D> D details(JsonNode details, Class<D> type) {
    return RegistryJson.read(required(details), type);
  }

  /**
   * The details of a request as they came.
   *
   * @throws OperationException of kind BAD_REQUEST when there are none
   */
  static JsonNode required(JsonNode details) {
    if (details == null || details.isNull()) {
      throw new OperationException(
          FaultKind.BAD_REQUEST,
          "details is missing. Write what of the history is meant, as the contract has it.");
    }
    return details;
  }

  /** The first page. */
  static HistoryPage first(
      ServerView server, HistoryReadRequest request, HistoryReadDetails details)
      throws UaException {
    ExpandedNodeId node =
        TargetNodeResolver.node(server, "node", request.nodeId(), request.browsePath());
    return ServerView.await(
        server
            .nodes()
            .historyFirst(
                new HistoryQuery(
                    node,
                    ExtensionObject.encode(
                        server.access().encoding(), HistoryReadBounds.bounded(details)),
                    EnumerationConverter.timestamps(request.timestampsToReturn()),
                    Objects.requireNonNullElse(request.indexRange(), ""))));
  }

  /** The answer that has a page, and a token for the next one. */
  static <H> HistoryReadResponse<H> answer(
      ServerView server, HistoryPage page, HistoryFormat<H> format) throws UaException {
    try {
      @Nullable ErrorInfo said = ServerFaults.of(page.result(), server.header());
      if (!page.result().isUsable()) {
        release(server, page);
        return HistoryReadResponse.failed(said);
      }
      H history = format.read(server, page.history());
      boolean nothingWrong = page.result().status().isGood() && !format.isEmpty(history);
      return new HistoryReadResponse<>(
          history,
          page.continuation().map(server.access()::keep).orElse(null),
          nothingWrong ? null : said);
    } catch (UaException | RuntimeException e) {
      release(server, page);
      throw e;
    }
  }

  /** Gives up what follows a page, which nobody can ask for. */
  static void release(ServerView server, HistoryPage page) {
    page.continuation().ifPresent(server.nodes()::release);
  }
}
