package org.bactrian.opcua.service;

import static org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.Unsigned.uint;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Function;
import org.eclipse.milo.opcua.sdk.client.OpcUaClient;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.eclipse.milo.opcua.stack.core.types.UaRequestMessageType;
import org.eclipse.milo.opcua.stack.core.types.UaResponseMessageType;
import org.eclipse.milo.opcua.stack.core.types.builtin.ByteString;
import org.eclipse.milo.opcua.stack.core.types.builtin.DataValue;
import org.eclipse.milo.opcua.stack.core.types.builtin.DiagnosticInfo;
import org.eclipse.milo.opcua.stack.core.types.builtin.ExtensionObject;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.StatusCode;
import org.eclipse.milo.opcua.stack.core.types.enumerated.TimestampsToReturn;
import org.eclipse.milo.opcua.stack.core.types.structured.BrowseDescription;
import org.eclipse.milo.opcua.stack.core.types.structured.BrowseNextRequest;
import org.eclipse.milo.opcua.stack.core.types.structured.BrowseNextResponse;
import org.eclipse.milo.opcua.stack.core.types.structured.BrowsePath;
import org.eclipse.milo.opcua.stack.core.types.structured.BrowsePathResult;
import org.eclipse.milo.opcua.stack.core.types.structured.BrowseRequest;
import org.eclipse.milo.opcua.stack.core.types.structured.BrowseResponse;
import org.eclipse.milo.opcua.stack.core.types.structured.BrowseResult;
import org.eclipse.milo.opcua.stack.core.types.structured.CallMethodRequest;
import org.eclipse.milo.opcua.stack.core.types.structured.CallMethodResult;
import org.eclipse.milo.opcua.stack.core.types.structured.CallRequest;
import org.eclipse.milo.opcua.stack.core.types.structured.CallResponse;
import org.eclipse.milo.opcua.stack.core.types.structured.HistoryReadRequest;
import org.eclipse.milo.opcua.stack.core.types.structured.HistoryReadResponse;
import org.eclipse.milo.opcua.stack.core.types.structured.HistoryReadResult;
import org.eclipse.milo.opcua.stack.core.types.structured.HistoryReadValueId;
import org.eclipse.milo.opcua.stack.core.types.structured.HistoryUpdateRequest;
import org.eclipse.milo.opcua.stack.core.types.structured.HistoryUpdateResponse;
import org.eclipse.milo.opcua.stack.core.types.structured.HistoryUpdateResult;
import org.eclipse.milo.opcua.stack.core.types.structured.ReadRequest;
import org.eclipse.milo.opcua.stack.core.types.structured.ReadResponse;
import org.eclipse.milo.opcua.stack.core.types.structured.ReadValueId;
import org.eclipse.milo.opcua.stack.core.types.structured.RequestHeader;
import org.eclipse.milo.opcua.stack.core.types.structured.ResponseHeader;
import org.eclipse.milo.opcua.stack.core.types.structured.TranslateBrowsePathsToNodeIdsRequest;
import org.eclipse.milo.opcua.stack.core.types.structured.TranslateBrowsePathsToNodeIdsResponse;
import org.eclipse.milo.opcua.stack.core.types.structured.ViewDescription;
import org.eclipse.milo.opcua.stack.core.types.structured.WriteRequest;
import org.eclipse.milo.opcua.stack.core.types.structured.WriteResponse;
import org.eclipse.milo.opcua.stack.core.types.structured.WriteValue;

/**
 * Sends service calls, each in as many requests as the server's limits require and with the
 * diagnostics of the options, which Milo's own methods cannot.
 */
record ServiceCalls(OpcUaClient client, ServerOperationLimits limits, CallOptions options) {

  CompletableFuture<List<OperationResult<DataValue>>> read(
      List<ReadValueId> ids, double maxAge, TimestampsToReturn timestamps) {
    return SplitCalls.all(
        ids,
        limits.nodesPerRead(),
        some ->
            ask(
                ReadResponse.class,
                header ->
                    new ReadRequest(header, maxAge, timestamps, some.toArray(ReadValueId[]::new)),
                ReadResponse::getResults,
                ReadResponse::getDiagnosticInfos,
                DataValue::statusCode));
  }

  CompletableFuture<List<OperationResult<StatusCode>>> write(List<WriteValue> values) {
    return SplitCalls.once(
        values,
        limits.nodesPerWrite(),
        some ->
            ask(
                WriteResponse.class,
                header -> new WriteRequest(header, some.toArray(WriteValue[]::new)),
                WriteResponse::getResults,
                WriteResponse::getDiagnosticInfos,
                Function.identity()));
  }

  CompletableFuture<List<OperationResult<CallMethodResult>>> call(List<CallMethodRequest> calls) {
    return SplitCalls.once(
        calls,
        limits.methodsPerCall(),
        some ->
            ask(
                CallResponse.class,
                header -> new CallRequest(header, some.toArray(CallMethodRequest[]::new)),
                CallResponse::getResults,
                CallResponse::getDiagnosticInfos,
                CallMethodResult::getStatusCode));
  }

  /**
   * One call, however many the nodes are: the caller splits, because it follows each to its end.
   */
  CompletableFuture<List<OperationResult<BrowseResult>>> browse(
      ViewDescription view, int maxReferences, List<BrowseDescription> nodes) {
    return ask(
        BrowseResponse.class,
        header ->
            new BrowseRequest(
                header, view, uint(maxReferences), nodes.toArray(BrowseDescription[]::new)),
        BrowseResponse::getResults,
        BrowseResponse::getDiagnosticInfos,
        BrowseResult::getStatusCode);
  }

  CompletableFuture<List<OperationResult<BrowseResult>>> browseNext(
      boolean release, List<ByteString> points) {
    return SplitCalls.all(
        points,
        limits.nodesPerBrowse(),
        some ->
            ask(
                BrowseNextResponse.class,
                header -> new BrowseNextRequest(header, release, some.toArray(ByteString[]::new)),
                BrowseNextResponse::getResults,
                BrowseNextResponse::getDiagnosticInfos,
                BrowseResult::getStatusCode));
  }

  CompletableFuture<List<OperationResult<BrowsePathResult>>> translate(List<BrowsePath> paths) {
    return SplitCalls.all(
        paths,
        limits.pathsPerTranslate(),
        some ->
            ask(
                TranslateBrowsePathsToNodeIdsResponse.class,
                header ->
                    new TranslateBrowsePathsToNodeIdsRequest(
                        header, some.toArray(BrowsePath[]::new)),
                TranslateBrowsePathsToNodeIdsResponse::getResults,
                TranslateBrowsePathsToNodeIdsResponse::getDiagnosticInfos,
                BrowsePathResult::getStatusCode));
  }

  /** History of one node, or the release of its continuation point. */
  CompletableFuture<OperationResult<HistoryReadResult>> historyRead(
      HistoryQuery query, boolean release, HistoryReadValueId node) {
    return ask(
            HistoryReadResponse.class,
            header ->
                new HistoryReadRequest(
                    header,
                    query.details(),
                    query.timestamps(),
                    release,
                    new HistoryReadValueId[] {node}),
            HistoryReadResponse::getResults,
            HistoryReadResponse::getDiagnosticInfos,
            HistoryReadResult::getStatusCode)
        .thenApply(ServiceCalls::only);
  }

  CompletableFuture<OperationResult<HistoryUpdateResult>> historyUpdate(ExtensionObject details) {
    return ask(
            HistoryUpdateResponse.class,
            header -> new HistoryUpdateRequest(header, new ExtensionObject[] {details}),
            HistoryUpdateResponse::getResults,
            HistoryUpdateResponse::getDiagnosticInfos,
            HistoryUpdateResult::getStatusCode)
        .thenApply(ServiceCalls::only);
  }

  /** The answer to a call of one operation. */
  static <R> OperationResult<R> only(List<OperationResult<R>> answers) {
    if (answers.size() != 1) {
      throw new CompletionException(wrongCount());
    }
    return answers.get(0);
  }

  /** The session that calls are made in now; continuation points are good in no other one. */
  CompletableFuture<NodeId> sessionId() {
    return Deadline.within(timeout(), client.getSessionAsync().thenApply(s -> s.getSessionId()));
  }

  private <A extends UaResponseMessageType> CompletableFuture<A> send(
      Class<A> type, Function<RequestHeader, UaRequestMessageType> request) {
    Duration longest = timeout();
    return Deadline.within(
        longest,
        client
            .getSessionAsync()
            .thenCompose(
                session ->
                    client.sendRequestAsync(
                        request.apply(header(session.getAuthenticationToken(), longest))))
            .thenApply(type::cast));
  }

  /** A call of which each operation has a result of its own. */
  private <A extends UaResponseMessageType, R> CompletableFuture<List<OperationResult<R>>> ask(
      Class<A> type,
      Function<RequestHeader, UaRequestMessageType> request,
      Function<A, R[]> results,
      Function<A, DiagnosticInfo[]> diagnostics,
      Function<R, StatusCode> statusOf) {
    return send(type, request)
        .thenApply(
            response ->
                answers(
                    response.getResponseHeader(),
                    results.apply(response),
                    diagnostics.apply(response),
                    statusOf));
  }

  /** No call goes on for a caller who has gone. */
  private Duration timeout() {
    return options
        .timeLeft()
        .orShorter(
            options.timeout().isZero()
                ? Duration.ofMillis(client.getConfig().getRequestTimeout().longValue())
                : options.timeout());
  }

  private RequestHeader header(NodeId token, Duration longest) {
    RequestHeader plain = client.newRequestHeader(token, uint(longest.toMillis()));
    return new RequestHeader(
        plain.getAuthenticationToken(),
        plain.getTimestamp(),
        plain.getRequestHandle(),
        uint(options.returnDiagnostics()),
        options.auditEntryId().isEmpty() ? null : options.auditEntryId(),
        plain.getTimeoutHint(),
        plain.getAdditionalHeader());
  }

  private static <R> List<OperationResult<R>> answers(
      ResponseHeader header,
      R[] results,
      DiagnosticInfo[] diagnostics,
      Function<R, StatusCode> statusOf) {
    List<String> strings = ServiceResult.strings(header);
    List<OperationResult<R>> answers = new ArrayList<>();
    for (int i = 0; results != null && i < results.length; i++) {
      DiagnosticInfo info = diagnostics != null && i < diagnostics.length ? diagnostics[i] : null;
      StatusCode status = statusOf.apply(results[i]);
      answers.add(
          new OperationResult<>(results[i], ServiceResult.of(status, info, strings), strings));
    }
    return answers;
  }

  static UaException fault(long status, String message) {
    return new UaException(status, message);
  }

  static UaException wrongCount() {
    return fault(
        StatusCodes.Bad_UnexpectedError, "the server answered for other nodes than were asked");
  }
}
